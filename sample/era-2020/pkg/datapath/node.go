package datapath

import (
	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/mtu"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
)

// LocalNodeConfiguration is what the datapath has to know about the local node. Only
// AuxiliaryPrefixes changes while the agent runs.
type LocalNodeConfiguration struct {
	// MtuConfig gives the MTU of routes.
	MtuConfig mtu.Configuration

	// AuxiliaryPrefixes get routes like pod CIDRs do; service ranges are among them.
	AuxiliaryPrefixes []*cidr.CIDR

	// EnableIPv4 allows routes of this family.
	EnableIPv4 bool

	// EnableIPv6 allows routes of this family.
	EnableIPv6 bool

	// UseSingleClusterRoute puts one route for the whole cluster in the place of node routes.
	UseSingleClusterRoute bool

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
	// NodeAdd announces a node.
	NodeAdd(newNode nodeTypes.Node) error

	// NodeUpdate announces a change of a node that was added before.
	NodeUpdate(oldNode, newNode nodeTypes.Node) error

	// NodeDelete announces that a node is gone.
	NodeDelete(node nodeTypes.Node) error

	// NodeValidateImplementation is called now and then to repair what others broke.
	NodeValidateImplementation(node nodeTypes.Node) error

	// NodeConfigurationChanged brings a new configuration.
	NodeConfigurationChanged(config LocalNodeConfiguration) error
}
