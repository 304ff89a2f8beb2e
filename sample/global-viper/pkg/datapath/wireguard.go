package datapath

import "net"

// WireguardAgent manages peers; the sample's datapath only carries it along.
type WireguardAgent interface {
	UpdatePeer(nodeName, pubKeyHex string, nodeIPv4, nodeIPv6 net.IP) error
	DeletePeer(nodeName string) error
}
