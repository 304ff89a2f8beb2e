// Package option is the configuration of the agent.
package option

import (
	"fmt"
	"strings"

	"github.com/cilium/cilium/pkg/defaults"

	"github.com/spf13/viper"
)

const (
	// CMDRef asks for the command reference instead of an agent
	CMDRef = "cmdref"

	// DebugArg asks for more messages
	DebugArg = "debug"

	// MTUName overrides the size of packets
	MTUName = "mtu"

	// TunnelName selects how nodes reach each other
	TunnelName = "tunnel"

	// SingleClusterRouteName selects one route in the place of one per node
	SingleClusterRouteName = "single-cluster-route"

	// ClusterName names the cluster
	ClusterName = "cluster-name"

	// ClusterIDName numbers the cluster
	ClusterIDName = "cluster-id"

	// EnableIPv4Name switches IPv4 on and off
	EnableIPv4Name = "enable-ipv4"

	// EnableIPv6Name switches IPv6 on and off
	EnableIPv6Name = "enable-ipv6"

	// IPv4ServiceRange is where cluster addresses of services come from
	IPv4ServiceRange = "ipv4-service-range"

	// IPv6ServiceRange is where cluster addresses of services come from
	IPv6ServiceRange = "ipv6-service-range"

	// EnableAutoDirectRoutingName switches routes via other nodes on and off
	EnableAutoDirectRoutingName = "auto-direct-node-routes"

	// IPAM selects where pods get addresses from
	IPAM = "ipam"

	// KubeProxyReplacementHealthzBindAddr is where a health check server listens
	KubeProxyReplacementHealthzBindAddr = "kube-proxy-replacement-healthz-bind-address"

	// EnableLocalNodeRoute switches the route of the own pod CIDR on and off
	EnableLocalNodeRoute = "enable-local-node-route"
)

// Tunnel modes.
const (
	// TunnelDisabled leaves routing to the network
	TunnelDisabled = "disabled"

	// TunnelGeneve is the other one
	TunnelGeneve = "geneve"

	// TunnelVXLAN is the usual one
	TunnelVXLAN = "vxlan"
)

// GetTunnelModes lists the tunnel modes.
func GetTunnelModes() string {
	return strings.Join([]string{TunnelVXLAN, TunnelGeneve, TunnelDisabled}, ", ")
}

// FlagsSection is a group of flags in the help text.
type FlagsSection struct {
	Name  string
	Desc  string
	Flags []string
}

// HelpFlagSections groups the flags for the help text. Flags that are in no group come last.
var HelpFlagSections = []FlagsSection{
	{
		Name: "Cluster flags",
		Desc: "Which cluster this is",
		Flags: []string{
			ClusterName,
			ClusterIDName,
		},
	},
	{
		Name: "Route flags",
		Desc: "Which routes the agent installs",
		Flags: []string{
			EnableAutoDirectRoutingName,
			EnableLocalNodeRoute,
			SingleClusterRouteName,
		},
	},
	{
		Name: "IP flags",
		Desc: "Where addresses come from",
		Flags: []string{
			EnableIPv4Name,
			EnableIPv6Name,
			IPAM,
		},
	},
}

// BindEnv gives a flag its environment variable, CILIUM_ before the name in capitals.
func BindEnv(optName string) {
	variable := strings.NewReplacer("-", "_").Replace("cilium-" + optName)
	viper.BindEnv(optName, strings.ToUpper(variable))
}

// DaemonConfig is what the flags said.
type DaemonConfig struct {
	// Debug asks for more messages
	Debug bool

	// MTU is the size of packets, 0 when nobody said so
	MTU int

	// Tunnel is the tunnel mode
	Tunnel string

	// UseSingleClusterRoute means one route in the place of one per node
	UseSingleClusterRoute bool

	// ClusterName is the name of this cluster
	ClusterName string

	// ClusterID is the number of this cluster
	ClusterID int

	// EnableIPv4 is true when IPv4 is on
	EnableIPv4 bool

	// EnableIPv6 is true when IPv6 is on
	EnableIPv6 bool

	// IPv4ServiceRange is where cluster addresses of services come from
	IPv4ServiceRange string

	// IPv6ServiceRange is where cluster addresses of services come from
	IPv6ServiceRange string

	// EnableAutoDirectRouting means routes via other nodes
	EnableAutoDirectRouting bool

	// EnableLocalNodeRoute means a route for the own pod CIDR
	EnableLocalNodeRoute bool

	// IPAM is where pods get addresses from
	IPAM string

	// EnableIPSec is never set in the sample
	EnableIPSec bool

	// KubeProxyReplacementHealthzBindAddr is where a health check server listens
	KubeProxyReplacementHealthzBindAddr string
}

// Config is the configuration of this process.
var Config = &DaemonConfig{
	ClusterName:          defaults.ClusterName,
	EnableIPv4:           defaults.EnableIPv4,
	EnableIPv6:           defaults.EnableIPv6,
	EnableLocalNodeRoute: defaults.EnableLocalNodeRoute,
}

// IPAMMode gives the IPAM mode in lower case.
func (c *DaemonConfig) IPAMMode() string { return strings.ToLower(c.IPAM) }

// Populate reads the flags.
func (c *DaemonConfig) Populate() {
	c.Debug = viper.GetBool(DebugArg)
	c.ClusterID = viper.GetInt(ClusterIDName)
	c.ClusterName = viper.GetString(ClusterName)
	c.EnableAutoDirectRouting = viper.GetBool(EnableAutoDirectRoutingName)
	c.EnableIPv4 = viper.GetBool(EnableIPv4Name)
	c.EnableIPv6 = viper.GetBool(EnableIPv6Name)
	c.EnableLocalNodeRoute = viper.GetBool(EnableLocalNodeRoute)
	c.IPAM = viper.GetString(IPAM)
	c.IPv4ServiceRange = viper.GetString(IPv4ServiceRange)
	c.IPv6ServiceRange = viper.GetString(IPv6ServiceRange)
	c.KubeProxyReplacementHealthzBindAddr = viper.GetString(KubeProxyReplacementHealthzBindAddr)
	c.MTU = viper.GetInt(MTUName)
	c.Tunnel = viper.GetString(TunnelName)
	c.UseSingleClusterRoute = viper.GetBool(SingleClusterRouteName)
}

// Validate looks for settings that exclude each other.
func (c *DaemonConfig) Validate() error {
	switch c.Tunnel {
	case TunnelVXLAN, TunnelGeneve:
		if c.EnableAutoDirectRouting {
			return fmt.Errorf("--%s needs --%s=%s", EnableAutoDirectRoutingName, TunnelName, TunnelDisabled)
		}
	case TunnelDisabled:
		if c.UseSingleClusterRoute {
			return fmt.Errorf("--%s needs a tunnel", SingleClusterRouteName)
		}
	default:
		return fmt.Errorf("--%s must be one of %s", TunnelName, GetTunnelModes())
	}
	return nil
}
