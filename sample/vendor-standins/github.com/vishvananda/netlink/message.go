// Package netlink is a stand-in for github.com/vishvananda/netlink. It speaks rtnetlink with the
// kernel through the standard library's syscall package, and knows links (veth), addresses and
// routes only, under the names of the real library.
package netlink

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"syscall"
)

// Address families.
const (
	FAMILY_ALL = syscall.AF_UNSPEC
	FAMILY_V4  = syscall.AF_INET
	FAMILY_V6  = syscall.AF_INET6
)

// ErrDumpInterrupted tells that a table changed while the kernel was listing it.
var ErrDumpInterrupted = errors.New("results may be incomplete or inconsistent")

const dumpInterrupted = 0x10

// The architectures that the sample is built on are little-endian.
var native = binary.LittleEndian

// request is one rtnetlink message under construction.
type request struct {
	kind  uint16
	flags uint16
	body  []byte
}

func newRequest(kind, flags int, header []byte) *request {
	return &request{kind: uint16(kind), flags: uint16(flags | syscall.NLM_F_REQUEST), body: header}
}

func (r *request) attr(kind int, value []byte) { r.body = append(r.body, attribute(kind, value)...) }

func (r *request) attr32(kind, value int) { r.attr(kind, number32(value)) }

func number32(value int) []byte {
	raw := make([]byte, 4)
	native.PutUint32(raw, uint32(value))
	return raw
}

// attribute encodes one attribute, padded to four bytes.
func attribute(kind int, value []byte) []byte {
	raw := make([]byte, (syscall.SizeofRtAttr+len(value)+3)&^3)
	native.PutUint16(raw[0:], uint16(syscall.SizeofRtAttr+len(value)))
	native.PutUint16(raw[2:], uint16(kind))
	copy(raw[syscall.SizeofRtAttr:], value)
	return raw
}

// do sends the request on a socket of its own, so that the calling thread's network namespace
// counts, and gives the messages of the wanted kind.
func (r *request) do(wanted uint16) ([]syscall.NetlinkMessage, error) {
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	packet := make([]byte, syscall.NLMSG_HDRLEN, syscall.NLMSG_HDRLEN+len(r.body))
	native.PutUint32(packet[0:], uint32(syscall.NLMSG_HDRLEN+len(r.body)))
	native.PutUint16(packet[4:], r.kind)
	native.PutUint16(packet[6:], r.flags)
	native.PutUint32(packet[8:], 1)
	if err := syscall.Sendto(fd, append(packet, r.body...), 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return nil, err
	}
	var found []syscall.NetlinkMessage
	var torn error
	for buffer := make([]byte, 1<<16); ; {
		n, _, err := syscall.Recvfrom(fd, buffer, 0)
		if err != nil {
			return nil, err
		}
		messages, err := syscall.ParseNetlinkMessage(append([]byte(nil), buffer[:n]...))
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			if m.Header.Flags&dumpInterrupted != 0 {
				torn = ErrDumpInterrupted
			}
			switch m.Header.Type {
			case syscall.NLMSG_ERROR:
				if code := int32(native.Uint32(m.Data)); code != 0 {
					return nil, syscall.Errno(-code)
				}
				return found, torn
			case wanted:
				found = append(found, m)
				if m.Header.Flags&syscall.NLM_F_MULTI == 0 && r.flags&syscall.NLM_F_ACK == 0 {
					return found, torn
				}
			case syscall.NLMSG_DONE:
				return found, torn
			}
		}
	}
}

func ipFamily(ip net.IP) int {
	if ip.To4() != nil {
		return FAMILY_V4
	}
	return FAMILY_V6
}

// ipBytes gives an address in the length that its family has on the wire.
func ipBytes(ip net.IP) []byte {
	if short := ip.To4(); short != nil {
		return short
	}
	return ip.To16()
}

func prefixFrom(raw []byte, bits uint8) *net.IPNet {
	return &net.IPNet{IP: append(net.IP(nil), raw...), Mask: net.CIDRMask(int(bits), 8*len(raw))}
}

// sameNet compares two prefixes, where nil is the default route.
func sameNet(a, b *net.IPNet) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.IP.Equal(b.IP) && fmt.Sprint(a.Mask.Size()) == fmt.Sprint(b.Mask.Size())
}
