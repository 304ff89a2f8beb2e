// Package cmd is the command line of the agent.
package cmd

import (
	"fmt"
	"os"
	"path"

	"github.com/cilium/cilium/pkg/defaults"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/logging"
	"github.com/cilium/cilium/pkg/logging/logfields"
	"github.com/cilium/cilium/pkg/mtu"
	"github.com/cilium/cilium/pkg/nodediscovery"
	"github.com/cilium/cilium/pkg/option"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
)

// AutoCIDR means that nobody named a range.
const AutoCIDR = "auto"

var (
	log = logging.DefaultLogger.WithField(logfields.LogSubsys, "daemon")

	// RootCmd is the agent.
	RootCmd = &cobra.Command{
		Use:   "cilium-agent",
		Short: "Run the cilium agent",
		Long:  "Run the cilium agent",
		Run: func(cmd *cobra.Command, args []string) {
			if dir := viper.GetString(option.CMDRef); dir != "" {
				genMarkdown(cmd, dir)
				return
			}
			initEnv()
			runDaemon()
		},
	}
)

// Execute runs the agent.
func Execute() {
	if err := RootCmd.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// skipInit is true in executables that only import this package.
func skipInit(basePath string) bool {
	return basePath != "cilium-agent" && basePath != "daemon.test"
}

func init() {
	if skipInit(path.Base(os.Args[0])) {
		return
	}

	flags := RootCmd.Flags()

	flags.String(option.ClusterName, defaults.ClusterName, "Name of the cluster")
	option.BindEnv(option.ClusterName)

	flags.Int(option.ClusterIDName, 0, "Unique identifier of the cluster")
	option.BindEnv(option.ClusterIDName)

	flags.BoolP(option.DebugArg, "D", false, "Enable debugging mode")
	option.BindEnv(option.DebugArg)

	flags.Bool(option.EnableIPv6Name, defaults.EnableIPv6, "Enable IPv6 support")
	option.BindEnv(option.EnableIPv6Name)

	flags.Bool(option.EnableIPv4Name, defaults.EnableIPv4, "Enable IPv4 support")
	option.BindEnv(option.EnableIPv4Name)

	flags.String(option.IPAM, ipamOption.IPAMClusterPool, "Backend to use for IPAM")
	option.BindEnv(option.IPAM)

	flags.Bool(option.EnableAutoDirectRoutingName, defaults.EnableAutoDirectRouting, "Enable automatic L2 routing between nodes")
	option.BindEnv(option.EnableAutoDirectRoutingName)

	flags.Bool(option.EnableLocalNodeRoute, defaults.EnableLocalNodeRoute, "Enable installation of the route which points the allocation prefix of the local node")
	option.BindEnv(option.EnableLocalNodeRoute)

	flags.Bool(option.SingleClusterRouteName, false,
		"Use a single cluster route instead of per node routes")
	option.BindEnv(option.SingleClusterRouteName)

	flags.StringP(option.TunnelName, "t", "", fmt.Sprintf("Tunnel mode {%s}", option.GetTunnelModes()))
	option.BindEnv(option.TunnelName)

	flags.Int(option.MTUName, 0, "Overwrite auto-detected MTU of underlying network")
	option.BindEnv(option.MTUName)

	flags.String(option.IPv6ServiceRange, AutoCIDR, "Kubernetes IPv6 services CIDR if not inside cluster prefix")
	option.BindEnv(option.IPv6ServiceRange)

	flags.String(option.IPv4ServiceRange, AutoCIDR, "Kubernetes IPv4 services CIDR if not inside cluster prefix")
	option.BindEnv(option.IPv4ServiceRange)

	flags.String(option.KubeProxyReplacementHealthzBindAddr, defaults.KubeProxyReplacementHealthzBindAddr, "Address of a health check server; empty means none")
	option.BindEnv(option.KubeProxyReplacementHealthzBindAddr)

	flags.String(option.CMDRef, "", "Path to cmdref output directory")
	flags.MarkHidden(option.CMDRef)
	option.BindEnv(option.CMDRef)

	viper.BindPFlags(flags)
}

// initEnv reads the configuration and refuses one that cannot work.
func initEnv() {
	option.Config.Populate()
	if option.Config.Debug {
		logging.DefaultLogger.SetLevel(logrus.DebugLevel)
	}
	if option.Config.Tunnel == "" {
		option.Config.Tunnel = option.TunnelVXLAN
	}
	if err := option.Config.Validate(); err != nil {
		log.WithError(err).Fatal("Invalid configuration")
	}
}

// runDaemon prints the node configuration; that is all this sample's agent does.
func runDaemon() {
	tunnelled := option.Config.Tunnel != option.TunnelDisabled
	sizes := mtu.NewConfiguration(0, false, tunnelled, option.Config.MTU, nil)
	discovery, err := nodediscovery.NewNodeDiscovery(sizes)
	if err != nil {
		log.WithError(err).Fatal("Cannot describe the local node")
	}
	fmt.Printf("%+v\n", discovery.LocalConfig)
}
