// Package defaults holds the values of flags that nobody set.
package defaults

const (
	// HostDevice is the agent's own device; node routes point to it
	HostDevice = "cilium_host"

	// ClusterName is the name of a cluster that has none
	ClusterName = "default"

	// EnableIPv4 is on unless switched off
	EnableIPv4 = true

	// EnableIPv6 is on unless switched off
	EnableIPv6 = true

	// EnableLocalNodeRoute is on unless switched off
	EnableLocalNodeRoute = true

	// EnableAutoDirectRouting is off unless asked for
	EnableAutoDirectRouting = false

	// KubeProxyReplacementHealthzBindAddr means: no such server
	KubeProxyReplacementHealthzBindAddr = ""
)
