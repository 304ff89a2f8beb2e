// Package fake has a map for tests.
package fake

import "net"

type fakeNodeMapV2 map[string]uint16

// NewFakeNodeMapV2 gives a map in memory.
func NewFakeNodeMapV2() *fakeNodeMapV2 { return &fakeNodeMapV2{} }

func (f fakeNodeMapV2) Update(ip net.IP, nodeID uint16, SPI uint8) error {
	f[ip.String()] = nodeID
	return nil
}

func (f fakeNodeMapV2) Delete(ip net.IP) error {
	delete(f, ip.String())
	return nil
}
