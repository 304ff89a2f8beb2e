package orchestrator

import (
	"context"
	"log/slog"

	datapath "github.com/cilium/cilium/pkg/datapath/types"
	"github.com/cilium/cilium/pkg/kpr"
	"github.com/cilium/cilium/pkg/mtu"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/source"
)

// Orchestrator knows where the configuration comes from.
type Orchestrator struct {
	logger *slog.Logger
	config *option.DaemonConfig
}

// New gives an orchestrator for these flags.
func New(logger *slog.Logger, config *option.DaemonConfig) *Orchestrator {
	return &Orchestrator{logger: logger, config: config}
}

// LocalNodeConfig describes the node that the agent runs on.
func (o *Orchestrator) LocalNodeConfig(ctx context.Context, sizes mtu.RouteMTU) (datapath.LocalNodeConfiguration, error) {
	local := nodeTypes.Node{Name: nodeTypes.GetName(), Cluster: o.config.ClusterName, Source: source.Local}
	return newLocalNodeConfig(ctx, o.logger, o.config, local, sizes, kpr.KPRConfig{})
}
