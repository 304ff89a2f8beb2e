package route

// Only main-table routes of one device matter here.
import (
	"fmt"
	"net"
	"time" // between two tries

	"github.com/vishvananda/netlink"
)

const (
	// RouteReplaceMaxTries is how often Upsert tries.
	RouteReplaceMaxTries = 10

	// RouteReplaceRetryInterval is the pause between two tries.
	RouteReplaceRetryInterval = 10 * time.Millisecond
)

// resolve gives the kernel's form of the route.
func (r *Route) resolve() (*netlink.Route, error) {
	device, err := netlink.LinkByName(r.Device)
	if err != nil {
		return nil, fmt.Errorf("no device %q for route %s: %w", r.Device, &r.Prefix, err)
	}
	resolved := &netlink.Route{
		LinkIndex: device.Attrs().Index,
		Dst:       &r.Prefix,
		Src:       r.Local,
		Protocol:  netlink.RouteProtocol(r.Proto),
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
	if four := resolved.Gw.To4(); four != nil {
		host := &net.IPNet{IP: four, Mask: net.CIDRMask(32, 32)}
		return &netlink.Route{LinkIndex: resolved.LinkIndex, Dst: host, Table: resolved.Table, Scope: netlink.SCOPE_LINK}
	}
	host := &net.IPNet{IP: resolved.Gw, Mask: net.CIDRMask(128, 128)}
	return &netlink.Route{LinkIndex: resolved.LinkIndex, Dst: host, Table: resolved.Table}
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
	candidates, err := netlink.RouteListFiltered(family, wanted, mask)
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
func Upsert(route Route) (bool, error) {
	wanted, err := route.resolve()
	if err != nil {
		return false, err
	}
	if wanted.Gw != nil {
		if err := netlink.RouteReplace(reach(wanted)); err != nil {
			return false, fmt.Errorf("no way to next hop %s: %w", wanted.Gw, err)
		}
	}
	for try := 1; ; try++ {
		failure := netlink.RouteReplace(wanted)
		if failure == nil {
			return true, nil
		}
		if try == RouteReplaceMaxTries {
			if wanted.Gw != nil {
				netlink.RouteDel(reach(wanted))
			}
			return false, failure
		}
		time.Sleep(RouteReplaceRetryInterval)
	}
}

// Delete removes the route, whatever its next hop and source are. Where it does not exist, the
// kernel's error comes back.
func Delete(route Route) error {
	device, err := netlink.LinkByName(route.Device)
	if err != nil {
		return fmt.Errorf("no device %q for route %s: %w", route.Device, &route.Prefix, err)
	}
	key := &netlink.Route{Dst: &route.Prefix, LinkIndex: device.Attrs().Index, Table: route.Table}
	if route.Prefix.IP.To4() != nil {
		key.Scope = route.Scope
	}
	return netlink.RouteDel(key)
}
