// Package mtu tells how large packets may be.
package mtu

const (
	// EthernetMTU is the usual size.
	EthernetMTU = 1500

	// TunnelOverheadIPv4 is what a VXLAN header takes.
	TunnelOverheadIPv4 = 50

	// TunnelOverheadIPv6 is what it takes over IPv6.
	TunnelOverheadIPv6 = 70
)

// RouteMTU is the outcome for this node.
type RouteMTU struct {
	DeviceMTU int
	RouteMTU  int
}

// Configuration turns the size of the network's packets into the one of ours.
type Configuration struct {
	overhead int
}

// NewConfiguration adds up what headers take; the sample does not encrypt.
func NewConfiguration(authKeySize int, encryptEnabled, encapEnabled, wireguardEnabled, tunnelOverIPv6 bool) Configuration {
	switch {
	case !encapEnabled:
		return Configuration{}
	case tunnelOverIPv6:
		return Configuration{overhead: TunnelOverheadIPv6}
	}
	return Configuration{overhead: TunnelOverheadIPv4}
}

// Calculate starts from the network's packets, or from the usual size.
func (c Configuration) Calculate(baseMTU int) RouteMTU {
	if baseMTU == 0 {
		baseMTU = EthernetMTU
	}
	return RouteMTU{DeviceMTU: baseMTU, RouteMTU: baseMTU - c.overhead}
}
