// Package nodemap tells the kernel the numbers of nodes.
package nodemap

import "net"

// MapV2 goes from addresses to numbers.
type MapV2 interface {
	Update(ip net.IP, nodeID uint16, SPI uint8) error
	Delete(ip net.IP) error
}
