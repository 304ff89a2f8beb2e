// Package datapath is what the agent and an implementation of the datapath tell each other.
package datapath

import (
	"net"

	"github.com/cilium/cilium/pkg/cidr"
)

// NodeAddressingFamily holds this node's addresses of one family.
type NodeAddressingFamily interface {
	// Router is the address of the agent's own device.
	Router() net.IP

	// PrimaryExternal is the address under which other nodes know this one.
	PrimaryExternal() net.IP

	// AllocationCIDR is where the addresses of local endpoints come from.
	AllocationCIDR() *cidr.CIDR
}

// NodeAddressing holds this node's addresses.
type NodeAddressing interface {
	IPv6() NodeAddressingFamily
	IPv4() NodeAddressingFamily
}
