package types

import (
	"net"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/kpr"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
)

// LocalNodeConfiguration is what the datapath has to know about the local node. A value is never
// changed; a new one takes its place.
//
// +deepequal-gen=true
type LocalNodeConfiguration struct {
	// NodeIPv4 is the address under which other nodes know this one.
	NodeIPv4 net.IP

	// NodeIPv6 is the address under which other nodes know this one.
	NodeIPv6 net.IP

	// CiliumInternalIPv4 is the address of the agent's own device.
	CiliumInternalIPv4 net.IP

	// CiliumInternalIPv6 is the address of the agent's own device.
	CiliumInternalIPv6 net.IP

	// AllocCIDRIPv4 is where the addresses of local endpoints come from.
	AllocCIDRIPv4 *cidr.CIDR

	// AllocCIDRIPv6 is where the addresses of local endpoints come from.
	AllocCIDRIPv6 *cidr.CIDR

	// RouteMTU is for routes to other nodes; 0 leaves it to the device.
	RouteMTU int

	// DeviceMTU is for devices.
	DeviceMTU int

	// AuxiliaryPrefixes get routes like pod CIDRs do; service ranges are among them.
	AuxiliaryPrefixes []*cidr.CIDR

	// EnableIPv4 allows routes of this family.
	EnableIPv4 bool

	// EnableEncapsulation sends traffic between nodes through a tunnel.
	EnableEncapsulation bool

	// EnableIPv6 allows routes of this family.
	EnableIPv6 bool

	// EnableAutoDirectRouting installs routes via the addresses of other nodes.
	EnableAutoDirectRouting bool

	// EnableLocalNodeRoute installs the route of this node's own pod CIDR. Another component may
	// want to take care of that one.
	EnableLocalNodeRoute bool

	// DirectRoutingSkipUnreachable leaves out direct routes that the kernel refuses.
	DirectRoutingSkipUnreachable bool

	// EnableIPSec is carried along; the sample does not encrypt.
	EnableIPSec bool

	// KPRConfig says how much of kube-proxy's work the agent does.
	KPRConfig kpr.KPRConfig
}

// NodeHandler is told about nodes, the local one among them.
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
}

// NodeConfigChangeHandler is told about the configuration.
type NodeConfigChangeHandler interface {
	// NodeConfigurationChanged brings a new configuration.
	NodeConfigurationChanged(config LocalNodeConfiguration) error
}
