// Package logfields holds the keys of structured log messages.
package logfields

const (
	// LogSubsys names the part of the agent that logs.
	LogSubsys = "subsys"

	// Error is the error of a failure.
	Error = "error"

	// NodeName is the name of a node.
	NodeName = "nodeName"

	// ClusterName is the name of a cluster.
	ClusterName = "clusterName"

	// Interface is the name of a device.
	Interface = "interface"

	// IPAddr is an address.
	IPAddr = "ipAddr"

	// CIDR is a prefix.
	CIDR = "cidr"

	// Route is a whole route.
	Route = "route"

	// Reason says why something happened.
	Reason = "reason"
)
