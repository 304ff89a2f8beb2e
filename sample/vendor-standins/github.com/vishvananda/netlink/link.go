package netlink

import (
	"fmt"
	"net"
	"strings"
	"syscall"
)

const (
	linkInfo     = 18 // IFLA_LINKINFO
	linkInfoKind = 1  // IFLA_INFO_KIND
	linkInfoData = 2  // IFLA_INFO_DATA
	vethPeer     = 1  // VETH_INFO_PEER
)

// LinkAttrs is what every kind of link has.
type LinkAttrs struct {
	Index int
	Name  string
	MTU   int
	Flags net.Flags
}

// Link is a network device.
type Link interface {
	Attrs() *LinkAttrs
	Type() string
}

// Device is a link of a kind that this package does not look into.
type Device struct{ LinkAttrs }

// Attrs gives the general attributes.
func (d *Device) Attrs() *LinkAttrs { return &d.LinkAttrs }

// Type names the kind.
func (*Device) Type() string { return "device" }

// Dummy is a link that swallows what it is given. Not every kernel has it; Veth works everywhere.
type Dummy struct{ LinkAttrs }

// Attrs gives the general attributes.
func (d *Dummy) Attrs() *LinkAttrs { return &d.LinkAttrs }

// Type names the kind.
func (*Dummy) Type() string { return "dummy" }

// Veth is one end of a pair of links.
type Veth struct {
	LinkAttrs
	PeerName string
}

// Attrs gives the general attributes.
func (v *Veth) Attrs() *LinkAttrs { return &v.LinkAttrs }

// Type names the kind.
func (*Veth) Type() string { return "veth" }

// LinkNotFoundError says that there is no such link.
type LinkNotFoundError struct{ error }

// NewLinkAttrs gives empty attributes.
func NewLinkAttrs() LinkAttrs { return LinkAttrs{} }

// linkHeader is a struct ifinfomsg.
func linkHeader(index int, flags, change uint32) []byte {
	raw := make([]byte, syscall.SizeofIfInfomsg)
	native.PutUint32(raw[4:], uint32(index))
	native.PutUint32(raw[8:], flags)
	native.PutUint32(raw[12:], change)
	return raw
}

func cString(text string) []byte { return append([]byte(text), 0) }

func getLink(req *request, what string) (Link, error) {
	answers, err := req.do(syscall.RTM_NEWLINK)
	if err == syscall.ENODEV || err == nil && len(answers) == 0 {
		return nil, LinkNotFoundError{fmt.Errorf("Link %s not found", what)}
	}
	if err != nil {
		return nil, err
	}
	return parseLink(&answers[0])
}

func parseLink(m *syscall.NetlinkMessage) (Link, error) {
	attributes, err := syscall.ParseNetlinkRouteAttr(m)
	if err != nil {
		return nil, err
	}
	found := &Device{LinkAttrs{Index: int(native.Uint32(m.Data[4:]))}}
	if native.Uint32(m.Data[8:])&syscall.IFF_UP != 0 {
		found.Flags |= net.FlagUp
	}
	for _, a := range attributes {
		switch a.Attr.Type {
		case syscall.IFLA_IFNAME:
			found.Name = strings.TrimRight(string(a.Value), "\x00")
		case syscall.IFLA_MTU:
			found.MTU = int(native.Uint32(a.Value))
		}
	}
	return found, nil
}

// LinkByName finds a link by its name.
func LinkByName(name string) (Link, error) {
	req := newRequest(syscall.RTM_GETLINK, 0, linkHeader(0, 0, 0))
	req.attr(syscall.IFLA_IFNAME, cString(name))
	return getLink(req, name)
}

// LinkByIndex finds a link by its index.
func LinkByIndex(index int) (Link, error) {
	return getLink(newRequest(syscall.RTM_GETLINK, 0, linkHeader(index, 0, 0)), fmt.Sprintf("index %d", index))
}

// LinkList gives all links.
func LinkList() ([]Link, error) {
	answers, err := newRequest(syscall.RTM_GETLINK, syscall.NLM_F_DUMP, linkHeader(0, 0, 0)).do(syscall.RTM_NEWLINK)
	if err != nil {
		return nil, err
	}
	var links []Link
	for i := range answers {
		link, err := parseLink(&answers[i])
		if err != nil {
			return nil, err
		}
		links = append(links, link)
	}
	return links, nil
}

// LinkAdd creates a link and fills in its index.
func LinkAdd(link Link) error {
	base := link.Attrs()
	req := newRequest(syscall.RTM_NEWLINK, syscall.NLM_F_CREATE|syscall.NLM_F_EXCL|syscall.NLM_F_ACK, linkHeader(0, 0, 0))
	req.attr(syscall.IFLA_IFNAME, cString(base.Name))
	if base.MTU > 0 {
		req.attr32(syscall.IFLA_MTU, base.MTU)
	}
	info := attribute(linkInfoKind, []byte(link.Type()))
	if pair, ok := link.(*Veth); ok && pair.PeerName != "" {
		peer := append(linkHeader(0, 0, 0), attribute(syscall.IFLA_IFNAME, cString(pair.PeerName))...)
		info = append(info, attribute(linkInfoData, attribute(vethPeer, peer))...)
	}
	req.attr(linkInfo, info)
	if _, err := req.do(0); err != nil {
		return err
	}
	made, err := LinkByName(base.Name)
	if err == nil {
		base.Index = made.Attrs().Index
	}
	return err
}

// indexOf asks the kernel when the caller only knows the name.
func indexOf(link Link) int {
	if link == nil {
		return 0
	}
	if link.Attrs().Index == 0 {
		if found, err := LinkByName(link.Attrs().Name); err == nil {
			link.Attrs().Index = found.Attrs().Index
		}
	}
	return link.Attrs().Index
}

func setUp(link Link, flags uint32) error {
	_, err := newRequest(syscall.RTM_NEWLINK, syscall.NLM_F_ACK, linkHeader(indexOf(link), flags, syscall.IFF_UP)).do(0)
	return err
}

// LinkSetUp brings a link up.
func LinkSetUp(link Link) error { return setUp(link, syscall.IFF_UP) }

// LinkSetDown takes a link down.
func LinkSetDown(link Link) error { return setUp(link, 0) }

// LinkDel removes a link.
func LinkDel(link Link) error {
	_, err := newRequest(syscall.RTM_DELLINK, syscall.NLM_F_ACK, linkHeader(indexOf(link), 0, 0)).do(0)
	return err
}

// Addr is an address of a link.
type Addr struct {
	*net.IPNet
	Label     string
	Flags     int
	Scope     int
	LinkIndex int
}

func addressRequest(kind, flags int, link Link, addr *Addr) *request {
	bits, _ := addr.Mask.Size()
	header := make([]byte, syscall.SizeofIfAddrmsg)
	header[0], header[1], header[2], header[3] = byte(ipFamily(addr.IP)), byte(bits), byte(addr.Flags), byte(addr.Scope)
	native.PutUint32(header[4:], uint32(indexOf(link)))
	req := newRequest(kind, flags|syscall.NLM_F_ACK, header)
	req.attr(syscall.IFA_LOCAL, ipBytes(addr.IP))
	req.attr(syscall.IFA_ADDRESS, ipBytes(addr.IP))
	return req
}

// AddrAdd gives a link an address.
func AddrAdd(link Link, addr *Addr) error {
	_, err := addressRequest(syscall.RTM_NEWADDR, syscall.NLM_F_CREATE|syscall.NLM_F_EXCL, link, addr).do(0)
	return err
}

// AddrDel takes an address from a link.
func AddrDel(link Link, addr *Addr) error {
	_, err := addressRequest(syscall.RTM_DELADDR, 0, link, addr).do(0)
	return err
}

// AddrList gives the addresses of a link, or of all links.
func AddrList(link Link, family int) ([]Addr, error) {
	header := make([]byte, syscall.SizeofIfAddrmsg)
	header[0] = byte(family)
	answers, err := newRequest(syscall.RTM_GETADDR, syscall.NLM_F_DUMP, header).do(syscall.RTM_NEWADDR)
	if err != nil {
		return nil, err
	}
	var list []Addr
	for i := range answers {
		raw := answers[i].Data
		entry := Addr{Flags: int(raw[2]), Scope: int(raw[3]), LinkIndex: int(native.Uint32(raw[4:]))}
		if link != nil && indexOf(link) != entry.LinkIndex || family != FAMILY_ALL && int(raw[0]) != family {
			continue
		}
		attributes, err := syscall.ParseNetlinkRouteAttr(&answers[i])
		if err != nil {
			return nil, err
		}
		for _, a := range attributes {
			if a.Attr.Type == syscall.IFA_LOCAL || a.Attr.Type == syscall.IFA_ADDRESS && entry.IPNet == nil {
				entry.IPNet = prefixFrom(a.Value, raw[1])
			}
		}
		list = append(list, entry)
	}
	return list, nil
}

// ParseIPNet keeps the address as well as the prefix length of a CIDR.
func ParseIPNet(text string) (*net.IPNet, error) {
	ip, network, err := net.ParseCIDR(text)
	if err != nil {
		return nil, err
	}
	return &net.IPNet{IP: ip, Mask: network.Mask}, nil
}

// ParseAddr reads an address with its prefix length.
func ParseAddr(text string) (*Addr, error) {
	network, err := ParseIPNet(text)
	if err != nil {
		return nil, err
	}
	return &Addr{IPNet: network}, nil
}
