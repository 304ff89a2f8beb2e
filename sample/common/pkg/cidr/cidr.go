// Package cidr is the prefix type that nodes and routes share in this sample.
package cidr

import (
	"bytes"
	"net"
)

// CIDR is a prefix in the standard library's form.
type CIDR struct {
	*net.IPNet
}

// NewCIDR wraps a prefix; nil stays nil.
func NewCIDR(ipnet *net.IPNet) *CIDR {
	if ipnet != nil {
		return &CIDR{IPNet: ipnet}
	}
	return nil
}

// ParseCIDR reads a prefix and drops the host bits.
func ParseCIDR(str string) (*CIDR, error) {
	_, network, err := net.ParseCIDR(str)
	return NewCIDR(network), err
}

// MustParseCIDR is ParseCIDR for texts that are known to be right.
func MustParseCIDR(str string) *CIDR {
	prefix, err := ParseCIDR(str)
	if err != nil {
		panic("not a CIDR: " + str)
	}
	return prefix
}

// Equal compares base address and mask.
func Equal(n, o *net.IPNet) bool {
	if n != nil && o != nil {
		return bytes.Equal(n.Mask, o.Mask) && n.IP.Equal(o.IP)
	}
	return n == nil && o == nil
}

// Equal compares two prefixes, either of which may be nil.
func (n *CIDR) Equal(o *CIDR) bool {
	if n != nil && o != nil {
		return Equal(n.IPNet, o.IPNet)
	}
	return n == nil && o == nil
}

// DeepEqual is Equal under the name that generated code calls.
func (in *CIDR) DeepEqual(other *CIDR) bool {
	return other != nil && Equal(in.IPNet, other.IPNet)
}

// DeepCopy gives a prefix that shares no memory with this one.
func (n *CIDR) DeepCopy() *CIDR {
	if n == nil || n.IPNet == nil {
		return n
	}
	ip, mask := append(net.IP(nil), n.IP...), append(net.IPMask(nil), n.Mask...)
	return &CIDR{IPNet: &net.IPNet{IP: ip, Mask: mask}}
}
