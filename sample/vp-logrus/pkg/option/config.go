// Package option is the configuration of the agent.
package option

import (
	"fmt"
	"strings"

	"github.com/spf13/viper"

	"github.com/cilium/cilium/pkg/defaults"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
)

const (
	// CMDRef asks for the command reference instead of an agent
	CMDRef = "cmdref"

	// DebugArg asks for more messages
	DebugArg = "debug"

	// MTUName overrides the size of packets
	MTUName = "mtu"

	// RoutingMode selects how nodes reach each other
	RoutingMode = "routing-mode"

	// RouteMetric overrides the metric of node routes
	RouteMetric = "route-metric"

	// EnableEndpointRoutes switches one route per pod on and off
	EnableEndpointRoutes = "enable-endpoint-routes"

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

// Routing modes.
const (
	// RoutingModeNative leaves routing to the network
	RoutingModeNative = "native"

	// RoutingModeTunnel is the usual one
	RoutingModeTunnel = "tunnel"
)

// BindEnv gives a flag its environment variable, CILIUM_ before the name in capitals.
func BindEnv(vp *viper.Viper, optName string) {
	variable := strings.NewReplacer("-", "_").Replace("cilium-" + optName)
	vp.BindEnv(optName, strings.ToUpper(variable))
}

// DaemonConfig is what the flags said.
type DaemonConfig struct {
	// Debug asks for more messages
	Debug bool

	// MTU is the size of packets, 0 when nobody said so
	MTU int

	// RoutingMode is how nodes reach each other
	RoutingMode string

	// RouteMetric is the metric of node routes
	RouteMetric int

	// EnableEndpointRoutes means one route per pod
	EnableEndpointRoutes bool

	// ClusterName is the name of this cluster
	ClusterName string

	// ClusterID is the number of this cluster
	ClusterID uint32

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
	RoutingMode:          defaults.RoutingMode,
}

// IPAMMode gives the IPAM mode in lower case.
func (c *DaemonConfig) IPAMMode() string { return strings.ToLower(c.IPAM) }

// TunnelingEnabled is true when nodes reach each other through a tunnel.
func (c *DaemonConfig) TunnelingEnabled() bool { return c.RoutingMode != RoutingModeNative }

// Populate reads the flags.
func (c *DaemonConfig) Populate(vp *viper.Viper) {
	c.Debug = vp.GetBool(DebugArg)
	c.ClusterID = uint32(vp.GetInt(ClusterIDName))
	c.ClusterName = vp.GetString(ClusterName)
	c.EnableAutoDirectRouting = vp.GetBool(EnableAutoDirectRoutingName)
	c.EnableEndpointRoutes = vp.GetBool(EnableEndpointRoutes)
	c.EnableIPv4 = vp.GetBool(EnableIPv4Name)
	c.EnableIPv6 = vp.GetBool(EnableIPv6Name)
	c.EnableLocalNodeRoute = vp.GetBool(EnableLocalNodeRoute)
	c.IPAM = vp.GetString(IPAM)
	c.IPv4ServiceRange = vp.GetString(IPv4ServiceRange)
	c.IPv6ServiceRange = vp.GetString(IPv6ServiceRange)
	c.KubeProxyReplacementHealthzBindAddr = vp.GetString(KubeProxyReplacementHealthzBindAddr)
	c.MTU = vp.GetInt(MTUName)
	c.RouteMetric = vp.GetInt(RouteMetric)
	c.RoutingMode = vp.GetString(RoutingMode)
}

// Validate looks for settings that exclude each other.
func (c *DaemonConfig) Validate() error {
	if c.RouteMetric < 0 {
		return fmt.Errorf("--%s must not be negative", RouteMetric)
	}
	if err := c.checkIPAMDelegatedPlugin(); err != nil {
		return err
	}
	switch c.RoutingMode {
	case RoutingModeNative:
		return nil
	case RoutingModeTunnel:
		if c.EnableAutoDirectRouting {
			return fmt.Errorf("--%s needs --%s=%s", EnableAutoDirectRoutingName, RoutingMode, RoutingModeNative)
		}
		return nil
	}
	return fmt.Errorf("--%s must be %s or %s", RoutingMode, RoutingModeTunnel, RoutingModeNative)
}

// checkIPAMDelegatedPlugin looks for what needs addresses of the agent's own, which the plugin hands out.
func (c *DaemonConfig) checkIPAMDelegatedPlugin() error {
	if c.IPAM == ipamOption.IPAMDelegatedPlugin && c.TunnelingEnabled() {
		return fmt.Errorf("--%s=%s needs --%s=%s", IPAM, ipamOption.IPAMDelegatedPlugin, RoutingMode, RoutingModeNative)
	}
	return nil
}
