package route

// Only main-table routes of one device matter here.
import (
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/vishvananda/netlink"

	"github.com/cilium/cilium/pkg/datapath/linux/linux_defaults"
	"github.com/cilium/cilium/pkg/datapath/linux/safenetlink"
	"github.com/cilium/cilium/pkg/logging/logfields"
)

const (
	// RouteReplaceMaxTries is how often Upsert tries.
	RouteReplaceMaxTries = 10

	// RouteReplaceRetryInterval is the pause between two tries.
	RouteReplaceRetryInterval = 10 * time.Millisecond
)

// resolve gives the kernel's form of the route.
func (r *Route) resolve() (*netlink.Route, error) {
	device, err := safenetlink.LinkByName(r.Device)
	if err != nil {
		return nil, fmt.Errorf("no device %q for route %s: %w", r.Device, &r.Prefix, err)
	}
	resolved := &netlink.Route{
		LinkIndex: device.Attrs().Index,
		Dst:       &r.Prefix,
		Src:       r.Local,
		Protocol:  netlink.RouteProtocol(r.Proto),
		Priority:  r.Priority,
		Scope:     r.Scope,
		Table:     r.Table,
		Type:      r.Type,
		MTU:       r.MTU,
	}
	if r.Nexthop != nil {
		resolved.Gw = *r.Nexthop
	}
	return resolved, nil
}

// reach is the route to the next hop itself, without which the kernel refuses to use it.
func reach(resolved *netlink.Route) *netlink.Route {
	way := &netlink.Route{LinkIndex: resolved.LinkIndex, Table: resolved.Table, Protocol: linux_defaults.RTProto}
	if four := resolved.Gw.To4(); four != nil {
		way.Dst = &net.IPNet{IP: four, Mask: net.CIDRMask(32, 32)}
		way.Scope = netlink.SCOPE_LINK
	} else {
		way.Dst = &net.IPNet{IP: resolved.Gw, Mask: net.CIDRMask(128, 128)}
	}
	return way
}

// Lookup gives the kernel's route to the same prefix through the same next hop and device, nil when
// there is none.
func Lookup(route Route) (*Route, error) {
	wanted, err := route.resolve()
	if err != nil {
		return nil, err
	}
	mask := netlink.RT_FILTER_DST | netlink.RT_FILTER_OIF
	if wanted.Gw != nil {
		mask |= netlink.RT_FILTER_GW
	}
	if wanted.Table != 0 {
		mask |= netlink.RT_FILTER_TABLE
	}
	family := netlink.FAMILY_V6
	if route.Prefix.IP.To4() != nil {
		family = netlink.FAMILY_V4
	}
	candidates, err := safenetlink.RouteListFiltered(family, wanted, mask)
	if err != nil {
		return nil, fmt.Errorf("cannot list routes to %s: %w", &route.Prefix, err)
	}
	for _, candidate := range candidates {
		if candidate.Scope == wanted.Scope && candidate.Gw.Equal(wanted.Gw) {
			gateway := candidate.Gw
			return &Route{
				Device:  route.Device,
				Prefix:  *candidate.Dst,
				Nexthop: &gateway,
				Local:   candidate.Src,
				Scope:   candidate.Scope,
				MTU:     candidate.MTU,
			}, nil
		}
	}
	return nil, nil
}

// Upsert installs the route, and the one to its next hop before it, in the place of older ones. The
// kernel may need a moment until the next hop counts, so it tries more than once.
func Upsert(logger *slog.Logger, route Route) error {
	wanted, err := route.resolve()
	if err != nil {
		return err
	}
	if wanted.Gw != nil {
		if err := netlink.RouteReplace(reach(wanted)); err != nil {
			return fmt.Errorf("no way to next hop %s: %w", wanted.Gw, err)
		}
	}
	for try := 1; ; try++ {
		failure := netlink.RouteReplace(wanted)
		if failure == nil {
			return nil
		}
		if try == RouteReplaceMaxTries {
			if wanted.Gw != nil {
				netlink.RouteDel(reach(wanted))
			}
			return failure
		}
		logger.Debug("Route not accepted yet", logfields.Route, wanted.String(), logfields.Error, failure)
		time.Sleep(RouteReplaceRetryInterval)
	}
}

// Delete removes the route with its source, metric and protocol, whatever its next hop is. Where it
// does not exist, the kernel's error comes back.
func Delete(route Route) error {
	device, err := safenetlink.LinkByName(route.Device)
	if err != nil {
		return fmt.Errorf("no device %q for route %s: %w", route.Device, &route.Prefix, err)
	}
	key := &netlink.Route{
		LinkIndex: device.Attrs().Index,
		Dst:       &route.Prefix,
		Src:       route.Local,
		Protocol:  netlink.RouteProtocol(route.Proto),
		Priority:  route.Priority,
		Table:     route.Table,
		Type:      route.Type,
	}
	if route.Prefix.IP.To4() != nil {
		key.Scope = route.Scope
	}
	return netlink.RouteDel(key)
}
