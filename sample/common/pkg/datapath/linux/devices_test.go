package linux

import (
	"errors"
	"net"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/cilium/cilium/pkg/cidr"
)

// setupDummyDevice makes a device with those of the addresses that there are. It is one end of a pair,
// which more kernels have than a dummy.
func setupDummyDevice(name string, ips ...net.IP) error {
	link := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: name}}
	failed := []error{netlink.LinkAdd(link), netlink.LinkSetUp(link)}
	for _, ip := range ips {
		switch {
		case ip == nil:
		case ip.To4() != nil:
			failed = append(failed, netlink.AddrAdd(link, &netlink.Addr{IPNet: &net.IPNet{IP: ip, Mask: net.CIDRMask(32, 32)}}))
		default:
			host := &net.IPNet{IP: ip, Mask: net.CIDRMask(128, 128)}
			failed = append(failed, netlink.AddrAdd(link, &netlink.Addr{IPNet: host, Flags: unix.IFA_F_NODAD}))
		}
	}
	for _, err := range failed {
		if err != nil {
			return errors.New(name + ": " + err.Error())
		}
	}
	return nil
}

// removeDevice takes a device away, if it is there, and its routes with it.
func removeDevice(name string) {
	if link, err := netlink.LinkByName(name); err == nil {
		netlink.LinkDel(link)
	}
}

// prefixesOf gives the prefixes of the families that are switched on.
func prefixesOf(isIPv4, isIPv6 bool, ip4CIDR, ip6CIDR string) []*cidr.CIDR {
	byFamily := map[string]bool{ip4CIDR: isIPv4, ip6CIDR: isIPv6}
	var found []*cidr.CIDR
	for _, text := range []string{ip4CIDR, ip6CIDR} {
		if byFamily[text] {
			found = append(found, cidr.MustParseCIDR(text))
		}
	}
	return found
}
