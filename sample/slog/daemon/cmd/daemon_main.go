// Package cmd is the command line of the agent.
package cmd

// The sample's agent has flags and nothing to run.
import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cilium/cilium/pkg/cmdref"
	"github.com/cilium/cilium/pkg/datapath/orchestrator"
	"github.com/cilium/cilium/pkg/defaults"
	"github.com/cilium/cilium/pkg/hive"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/logging"
	"github.com/cilium/cilium/pkg/logging/logfields"
	"github.com/cilium/cilium/pkg/mtu"
	"github.com/cilium/cilium/pkg/option"
)

// AutoCIDR means that nobody named a range.
const AutoCIDR = "auto"

// NewAgentCmd gives the agent's command.
func NewAgentCmd(newHive func() *hive.Hive) *cobra.Command {
	vp, logger := newHive().Viper(), logging.DefaultSlogLogger
	rootCmd := &cobra.Command{
		Use:   "cilium-agent",
		Short: "Run the cilium agent",
		Run: func(*cobra.Command, []string) {
			initEnv(logger, vp)
			runDaemon(logger)
		},
	}
	rootCmd.AddCommand(cmdref.NewCmd(rootCmd))
	InitGlobalFlags(logger, rootCmd, vp)
	return rootCmd
}

// Execute runs the agent.
func Execute(cmd *cobra.Command) {
	if err := cmd.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// InitGlobalFlags registers what can be configured.
func InitGlobalFlags(logger *slog.Logger, cmd *cobra.Command, vp *viper.Viper) {
	flags := cmd.Flags()

	flags.String(option.ClusterName, defaults.ClusterName, "Name of the cluster")
	option.BindEnv(vp, option.ClusterName)

	flags.Int(option.ClusterIDName, 0, "Unique identifier of the cluster")
	option.BindEnv(vp, option.ClusterIDName)

	flags.BoolP(option.DebugArg, "D", false, "Enable debugging mode")
	option.BindEnv(vp, option.DebugArg)

	flags.Bool(option.EnableIPv6Name, defaults.EnableIPv6, "Enable IPv6 support")
	option.BindEnv(vp, option.EnableIPv6Name)

	flags.Bool(option.EnableIPv4Name, defaults.EnableIPv4, "Enable IPv4 support")
	option.BindEnv(vp, option.EnableIPv4Name)

	flags.String(option.IPAM, ipamOption.IPAMClusterPool, "Backend to use for IPAM")
	option.BindEnv(vp, option.IPAM)

	flags.Bool(option.DirectRoutingSkipUnreachableName, defaults.EnableDirectRoutingSkipUnreachable, "Enable skipping L2 routes between nodes on different subnets")
	option.BindEnv(vp, option.DirectRoutingSkipUnreachableName)

	flags.Bool(option.EnableAutoDirectRoutingName, defaults.EnableAutoDirectRouting, "Enable automatic L2 routing between nodes")
	option.BindEnv(vp, option.EnableAutoDirectRoutingName)

	flags.Bool(option.EnableLocalNodeRoute, defaults.EnableLocalNodeRoute, "Enable installation of the route which points the allocation prefix of the local node")
	option.BindEnv(vp, option.EnableLocalNodeRoute)

	flags.Bool(option.EnableEndpointRoutes, defaults.EnableEndpointRoutes, "Use per endpoint routes instead of routing via cilium_host")
	option.BindEnv(vp, option.EnableEndpointRoutes)

	flags.String(option.RoutingMode, defaults.RoutingMode, fmt.Sprintf("Routing mode (%q or %q)", option.RoutingModeNative, option.RoutingModeTunnel))
	option.BindEnv(vp, option.RoutingMode)

	flags.Int(option.RouteMetric, 0, "Overwrite the metric used by cilium when adding routes to its 'cilium_host' device")
	option.BindEnv(vp, option.RouteMetric)

	flags.Int(option.MTUName, 0, "Overwrite auto-detected MTU of underlying network")
	option.BindEnv(vp, option.MTUName)

	flags.String(option.IPv6ServiceRange, AutoCIDR, "Kubernetes IPv6 services CIDR if not inside cluster prefix")
	option.BindEnv(vp, option.IPv6ServiceRange)

	flags.String(option.IPv4ServiceRange, AutoCIDR, "Kubernetes IPv4 services CIDR if not inside cluster prefix")
	option.BindEnv(vp, option.IPv4ServiceRange)

	flags.String(option.KubeProxyReplacementHealthzBindAddr, defaults.KubeProxyReplacementHealthzBindAddr, "Address of a health check server; empty means none")
	option.BindEnv(vp, option.KubeProxyReplacementHealthzBindAddr)

	flags.String(option.CMDRef, "", "Path to cmdref output directory")
	flags.MarkHidden(option.CMDRef)
	option.BindEnv(vp, option.CMDRef)

	if err := vp.BindPFlags(flags); err != nil {
		logging.Fatal(logger, "Cannot bind the flags", logfields.Error, err)
	}
}

// initEnv reads the configuration and refuses one that cannot work.
func initEnv(logger *slog.Logger, vp *viper.Viper) {
	option.Config.Populate(logger, vp)
	if option.Config.Debug {
		logging.SetLogLevelToDebug()
	}
	if option.Config.EnableEndpointRoutes && option.Config.EnableLocalNodeRoute {
		option.Config.EnableLocalNodeRoute = false
		logger.Debug("Endpoint routes take the place of the local node route")
	}
	if err := option.Config.Validate(); err != nil {
		logging.Fatal(logger, "Invalid configuration", logfields.Error, err)
	}
	if option.Config.IPAM == ipamOption.IPAMENI && option.Config.TunnelingEnabled() {
		logging.Fatal(logger, "Addresses of AWS interfaces need no tunnel")
	}
}

// runDaemon prints the node configuration; that is all this sample's agent does.
func runDaemon(logger *slog.Logger) {
	sizes := mtu.NewConfiguration(0, false, option.Config.TunnelingEnabled(), false, false).Calculate(option.Config.MTU)
	local, err := orchestrator.New(logger, option.Config).LocalNodeConfig(context.Background(), sizes)
	if err != nil {
		logging.Fatal(logger, "Cannot describe the local node", logfields.Error, err)
	}
	fmt.Printf("%+v\n", local)
}
