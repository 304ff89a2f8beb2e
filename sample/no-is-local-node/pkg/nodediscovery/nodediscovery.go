// Package nodediscovery describes the local node.
package nodediscovery

import (
	"fmt"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/datapath"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/mtu"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/source"
)

// AutoCIDR means that nobody named a range.
const AutoCIDR = "auto"

// NodeDiscovery holds what is known about the local node.
type NodeDiscovery struct {
	LocalConfig datapath.LocalNodeConfiguration
	LocalNode   nodeTypes.Node
}

// enableLocalNodeRoute is false where the cloud routes the node's addresses itself.
func enableLocalNodeRoute() bool {
	switch option.Config.IPAM {
	case ipamOption.IPAMENI, ipamOption.IPAMAzure:
		return false
	}
	return option.Config.EnableLocalNodeRoute
}

// NewNodeDiscovery works the configuration of the local node out of the flags.
func NewNodeDiscovery(mtuConfig mtu.Configuration) (*NodeDiscovery, error) {
	auxPrefixes := []*cidr.CIDR{}
	for _, text := range []string{option.Config.IPv4ServiceRange, option.Config.IPv6ServiceRange} {
		if text == AutoCIDR {
			continue
		}
		services, err := cidr.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("invalid service range %q: %w", text, err)
		}
		auxPrefixes = append(auxPrefixes, services)
	}

	return &NodeDiscovery{
		LocalNode: nodeTypes.Node{
			Name:    nodeTypes.GetName(),
			Cluster: option.Config.ClusterName,
			Source:  source.Local,
		},
		LocalConfig: datapath.LocalNodeConfiguration{
			MtuConfig:               mtuConfig,
			AuxiliaryPrefixes:       auxPrefixes,
			EnableIPv4:              option.Config.EnableIPv4,
			EnableIPv6:              option.Config.EnableIPv6,
			UseSingleClusterRoute:   option.Config.UseSingleClusterRoute,
			EnableEncapsulation:     option.Config.Tunnel != option.TunnelDisabled,
			EnableAutoDirectRouting: option.Config.EnableAutoDirectRouting,
			EnableLocalNodeRoute:    enableLocalNodeRoute(),
			EnableIPSec:             option.Config.EnableIPSec,
		},
	}, nil
}
