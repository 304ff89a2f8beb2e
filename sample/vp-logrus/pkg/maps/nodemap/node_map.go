// Package nodemap tells the kernel the numbers of nodes.
package nodemap

import "net"

// Map goes from addresses to numbers.
type Map interface {
	Update(ip net.IP, nodeID uint16) error
	Delete(ip net.IP) error
}
