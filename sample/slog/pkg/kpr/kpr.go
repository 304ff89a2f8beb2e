// Package kpr says how much of kube-proxy's work the agent does.
package kpr

// KPRConfig is what the flags say about it.
type KPRConfig struct {
	KubeProxyReplacement bool
	EnableSocketLB       bool
}
