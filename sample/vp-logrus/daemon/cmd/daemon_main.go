// Package cmd is the command line of the agent.
package cmd

import (
	"fmt"
	"os"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cilium/cilium/pkg/defaults"
	"github.com/cilium/cilium/pkg/hive"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/logging"
	"github.com/cilium/cilium/pkg/logging/logfields"
	"github.com/cilium/cilium/pkg/mtu"
	"github.com/cilium/cilium/pkg/nodediscovery"
	"github.com/cilium/cilium/pkg/option"
)

// AutoCIDR means that nobody named a range.
const AutoCIDR = "auto"

var log = logging.DefaultLogger.WithField(logfields.LogSubsys, "daemon")

// NewAgentCmd gives the agent's command.
func NewAgentCmd(newHive func() *hive.Hive) *cobra.Command {
	vp := newHive().Viper()
	rootCmd := &cobra.Command{
		Use:   "cilium-agent",
		Short: "Run the cilium agent",
		Run: func(*cobra.Command, []string) {
			initEnv(vp)
			runDaemon()
		},
	}
	rootCmd.AddCommand(&cobra.Command{
		Use:    "cmdref [output directory]",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		Run:    func(_ *cobra.Command, args []string) { genMarkdown(rootCmd, args[0]) },
	})
	InitGlobalFlags(rootCmd, vp)
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
func InitGlobalFlags(cmd *cobra.Command, vp *viper.Viper) {
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
		log.WithError(err).Fatal("Cannot bind the flags")
	}
}

// initEnv reads the configuration and refuses one that cannot work.
func initEnv(vp *viper.Viper) {
	option.Config.Populate(vp)
	if option.Config.Debug {
		logging.DefaultLogger.SetLevel(logrus.DebugLevel)
	}
	if option.Config.EnableEndpointRoutes && option.Config.EnableLocalNodeRoute {
		option.Config.EnableLocalNodeRoute = false
		log.Debugf("--%s is off under --%s", option.EnableLocalNodeRoute, option.EnableEndpointRoutes)
	}
	if err := option.Config.Validate(); err != nil {
		log.WithError(err).Fatal("Invalid configuration")
	}
}

// runDaemon prints the node configuration; that is all this sample's agent does.
func runDaemon() {
	tunnelled := option.Config.TunnelingEnabled()
	sizes := mtu.NewConfiguration(0, false, tunnelled, false, false, option.Config.MTU, nil)
	discovery, err := nodediscovery.NewNodeDiscovery(&sizes)
	if err != nil {
		log.WithError(err).Fatal("Cannot describe the local node")
	}
	fmt.Printf("%+v\n", discovery.LocalConfig)
}
