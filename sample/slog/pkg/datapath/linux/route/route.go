// Package route installs, finds and removes routes.
package route

import (
	"net"

	"github.com/vishvananda/netlink"

	"github.com/cilium/cilium/pkg/logging/logfields"
)

// Route is a route as the agent thinks of it, with its device by name.
type Route struct {
	// Device is where packets leave.
	Device string

	// Prefix is where they go, Nexthop their next stop, if there is one.
	Prefix  net.IPNet
	Nexthop *net.IP

	// Local is the source address that the host itself takes.
	Local net.IP

	// MTU is the size of packets; 0 leaves it to the device.
	MTU int

	// The kernel's own terms; 0 is what it takes without them.
	Table int
	Type  int
	Scope netlink.Scope
	Proto int

	// Priority is the metric.
	Priority int
}

// LogAttrs describes the route in a log message.
func (r *Route) LogAttrs() []any {
	via := ""
	if r.Nexthop != nil {
		via = r.Nexthop.String()
	}
	return []any{logfields.Interface, r.Device, "prefix", r.Prefix.String(), "nexthop", via, "local", r.Local.String()}
}
