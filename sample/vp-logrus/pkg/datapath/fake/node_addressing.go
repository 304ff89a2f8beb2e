// Package fake has stand-ins of the datapath for tests.
package fake

import (
	"net"

	"github.com/cilium/cilium/pkg/cidr"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
)

type family struct {
	router, external net.IP
	alloc            *cidr.CIDR
}

func (f family) Router() net.IP             { return f.router }
func (f family) PrimaryExternal() net.IP    { return f.external }
func (f family) AllocationCIDR() *cidr.CIDR { return f.alloc }

type addressing struct{ v4, v6 family }

func (a addressing) IPv4() datapath.NodeAddressingFamily { return a.v4 }
func (a addressing) IPv6() datapath.NodeAddressingFamily { return a.v6 }

func newFamily(router, external, alloc string) family {
	return family{net.ParseIP(router), net.ParseIP(external), cidr.MustParseCIDR(alloc)}
}

// NewNodeAddressing has addresses of both families.
func NewNodeAddressing() datapath.NodeAddressing {
	return addressing{
		v4: newFamily("1.1.1.2", "1.1.1.1", "1.1.1.0/24"),
		v6: newFamily("cafe::2", "cafe::1", "cafe::/96"),
	}
}

// NewIPv4OnlyNodeAddressing has no IPv6 addresses.
func NewIPv4OnlyNodeAddressing() datapath.NodeAddressing {
	return addressing{v4: newFamily("1.1.1.2", "1.1.1.1", "1.1.1.0/24")}
}

// NewIPv6OnlyNodeAddressing has no IPv4 addresses.
func NewIPv6OnlyNodeAddressing() datapath.NodeAddressing {
	return addressing{v6: newFamily("cafe::2", "cafe::1", "cafe::/96")}
}
