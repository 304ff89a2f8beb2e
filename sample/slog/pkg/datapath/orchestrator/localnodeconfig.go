// Package orchestrator tells the datapath about the local node.
package orchestrator

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/cilium/cilium/pkg/cidr"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/kpr"
	"github.com/cilium/cilium/pkg/mtu"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/option"
)

// AutoCIDR means that nobody named a range.
const AutoCIDR = "auto"

// newLocalNodeConfig works the configuration of the local node out of the flags.
func newLocalNodeConfig(
	ctx context.Context,
	logger *slog.Logger,
	config *option.DaemonConfig,
	localNode nodeTypes.Node,
	mtuRoute mtu.RouteMTU,
	kprCfg kpr.KPRConfig,
) (datapath.LocalNodeConfiguration, error) {
	auxPrefixes := []*cidr.CIDR{}
	for _, text := range []string{config.IPv4ServiceRange, config.IPv6ServiceRange} {
		if text == AutoCIDR {
			continue
		}
		services, err := cidr.ParseCIDR(text)
		if err != nil {
			return datapath.LocalNodeConfiguration{}, fmt.Errorf("invalid service range %q: %w", text, err)
		}
		auxPrefixes = append(auxPrefixes, services)
	}
	logger.DebugContext(ctx, "Describing the local node")

	return datapath.LocalNodeConfiguration{
		NodeIPv4:                     localNode.GetNodeIP(false),
		CiliumInternalIPv4:           localNode.GetCiliumInternalIP(false),
		AllocCIDRIPv4:                localNode.IPv4AllocCIDR,
		NodeIPv6:                     localNode.GetNodeIP(true),
		CiliumInternalIPv6:           localNode.GetCiliumInternalIP(true),
		AllocCIDRIPv6:                localNode.IPv6AllocCIDR,
		RouteMTU:                     mtuRoute.RouteMTU,
		DeviceMTU:                    mtuRoute.DeviceMTU,
		AuxiliaryPrefixes:            auxPrefixes,
		EnableIPv4:                   config.EnableIPv4,
		EnableIPv6:                   config.EnableIPv6,
		EnableEncapsulation:          config.TunnelingEnabled(),
		EnableAutoDirectRouting:      config.EnableAutoDirectRouting,
		EnableLocalNodeRoute:         config.EnableLocalNodeRoute && config.IPAM != ipamOption.IPAMENI && config.IPAM != ipamOption.IPAMAzure && config.IPAM != ipamOption.IPAMAlibabaCloud,
		DirectRoutingSkipUnreachable: config.DirectRoutingSkipUnreachable,
		KPRConfig:                    kprCfg,
	}, nil
}
