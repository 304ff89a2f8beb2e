// Package types describes the nodes of a cluster.
package types

// Addresses and prefixes are all that routes need.
import (
	"net"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/node/addressing"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/source"
)

// Identity tells nodes apart, across clusters too.
type Identity struct {
	// Name is the host name.
	Name string

	// Cluster is where that name is unique.
	Cluster string
}

// String joins cluster and name.
func (nn Identity) String() string { return nn.Cluster + "/" + nn.Name }

// Address is one address of a node.
type Address struct {
	Type addressing.AddressType
	IP   net.IP
}

// Node is a node, the local one or another.
type Node struct {
	// Name is the host name.
	Name string

	// Cluster is the cluster that the node belongs to.
	Cluster string

	// ClusterID is the number of that cluster.
	ClusterID int

	// IPAddresses are the node's own addresses.
	IPAddresses []Address

	// IPv4AllocCIDR is where the node's pods get IPv4 addresses from.
	IPv4AllocCIDR *cidr.CIDR

	// IPv6AllocCIDR is where the node's pods get IPv6 addresses from.
	IPv6AllocCIDR *cidr.CIDR

	// Source is where we know the node from.
	Source source.Source
}

// Identity gives what tells this node apart.
func (n *Node) Identity() Identity { return Identity{n.Name, n.Cluster} }

// IsLocal is true for the node that this agent runs on.
func (n *Node) IsLocal() bool {
	return n != nil && n.Identity() == Identity{GetName(), option.Config.ClusterName}
}

// GetNodeIP gives the internal address of a family, else the external one, else any.
func (n *Node) GetNodeIP(ipv6 bool) net.IP {
	rank := map[addressing.AddressType]int{
		addressing.NodeInternalIP:       3,
		addressing.NodeExternalIP:       2,
		addressing.NodeCiliumInternalIP: -1,
	}
	var best Address
	for _, candidate := range n.IPAddresses {
		if is6 := candidate.IP.To4() == nil; is6 != ipv6 || rank[candidate.Type] < 0 {
			continue
		}
		if best.IP == nil || rank[candidate.Type] > rank[best.Type] {
			best = candidate
		}
	}
	return best.IP
}
