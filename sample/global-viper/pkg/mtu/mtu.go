// Package mtu tells how large packets may be.
package mtu

import "net"

const (
	// EthernetMTU is the usual size.
	EthernetMTU = 1500

	// TunnelOverhead is what a VXLAN header takes.
	TunnelOverhead = 50
)

// Configuration is the outcome for this node.
type Configuration struct {
	device, route int
}

// NewConfiguration works the sizes out; the sample neither encrypts nor detects.
func NewConfiguration(authKeySize int, encryptEnabled bool, encapEnabled bool, wireguardEnabled bool, mtu int, mtuDetectIP net.IP) Configuration {
	if mtu == 0 {
		mtu = EthernetMTU
	}
	if encapEnabled {
		return Configuration{device: mtu, route: mtu - TunnelOverhead}
	}
	return Configuration{device: mtu, route: mtu}
}

// GetDeviceMTU is for devices.
func (c *Configuration) GetDeviceMTU() int { return c.device }

// GetRouteMTU is for routes to other nodes; 0 leaves it to the device.
func (c *Configuration) GetRouteMTU() int { return c.route }
