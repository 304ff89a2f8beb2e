// Package fake has a map for tests.
package fake

import "net"

type fakeNodeMap map[string]uint16

// NewFakeNodeMap gives a map in memory.
func NewFakeNodeMap() *fakeNodeMap { return &fakeNodeMap{} }

func (f fakeNodeMap) Update(ip net.IP, nodeID uint16) error {
	f[ip.String()] = nodeID
	return nil
}

func (f fakeNodeMap) Delete(ip net.IP) error {
	delete(f, ip.String())
	return nil
}
