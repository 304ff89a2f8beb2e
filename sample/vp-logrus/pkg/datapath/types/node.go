package types

import (
	"github.com/cilium/cilium/pkg/cidr"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
)

// MTUConfiguration tells how large packets may be.
type MTUConfiguration interface {
	// GetDeviceMTU is for devices.
	GetDeviceMTU() int

	// GetRouteMTU is for routes to other nodes; 0 leaves it to the device.
	GetRouteMTU() int

	// GetRoutePostEncryptMTU is for routes that are encrypted already.
	GetRoutePostEncryptMTU() int
}

// LocalNodeConfiguration is what the datapath has to know about the local node. Only
// AuxiliaryPrefixes changes while the agent runs.
type LocalNodeConfiguration struct {
	// MtuConfig gives the MTU of routes.
	MtuConfig MTUConfiguration

	// AuxiliaryPrefixes get routes like pod CIDRs do; service ranges are among them.
	AuxiliaryPrefixes []*cidr.CIDR

	// EnableIPv4 allows routes of this family.
	EnableIPv4 bool

	// EnableIPv6 allows routes of this family.
	EnableIPv6 bool

	// EnableEncapsulation sends traffic between nodes through a tunnel.
	EnableEncapsulation bool

	// EnableAutoDirectRouting installs routes via the addresses of other nodes.
	EnableAutoDirectRouting bool

	// EnableLocalNodeRoute installs the route of this node's own pod CIDR. Another component may
	// want to take care of that one.
	EnableLocalNodeRoute bool

	// EnableIPSec is carried along; the sample does not encrypt.
	EnableIPSec bool
}

// NodeHandler is told about nodes, the local one among them, and about the configuration.
type NodeHandler interface {
	// Name is for messages about this handler.
	Name() string

	// NodeAdd announces a node.
	NodeAdd(newNode nodeTypes.Node) error

	// NodeUpdate announces a change of a node that was added before.
	NodeUpdate(oldNode, newNode nodeTypes.Node) error

	// NodeDelete announces that a node is gone.
	NodeDelete(node nodeTypes.Node) error

	// NodeValidateImplementation is called now and then to repair what others broke.
	NodeValidateImplementation(node nodeTypes.Node) error

	// AllNodeValidateImplementation does that for every known node.
	AllNodeValidateImplementation()

	// NodeConfigurationChanged brings a new configuration.
	NodeConfigurationChanged(config LocalNodeConfiguration) error
}
