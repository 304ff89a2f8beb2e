// Package linux is the datapath of the sample: node routes in the Linux kernel.
package linux

// DatapathConfiguration is what this package has to know about devices.
type DatapathConfiguration struct {
	// HostDevice carries the node routes, usually cilium_host.
	HostDevice string
}
