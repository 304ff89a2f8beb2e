package netlink

import (
	"fmt"
	"net"
	"syscall"
)

// Scope is the distance to a route's destination.
type Scope uint8

// RouteProtocol says who installed a route.
type RouteProtocol int

// Scopes.
const (
	SCOPE_UNIVERSE Scope = syscall.RT_SCOPE_UNIVERSE
	SCOPE_SITE     Scope = syscall.RT_SCOPE_SITE
	SCOPE_LINK     Scope = syscall.RT_SCOPE_LINK
	SCOPE_HOST     Scope = syscall.RT_SCOPE_HOST
	SCOPE_NOWHERE  Scope = syscall.RT_SCOPE_NOWHERE
)

// The fields that RouteListFiltered can compare.
const (
	RT_FILTER_DST uint64 = 1 << iota
	RT_FILTER_GW
	RT_FILTER_OIF
	RT_FILTER_IIF
	RT_FILTER_SRC
	RT_FILTER_TABLE
	RT_FILTER_PRIORITY
	RT_FILTER_PROTOCOL
	RT_FILTER_TYPE
	RT_FILTER_SCOPE
	RT_FILTER_TOS
)

// Route is one route; a Dst of nil is the default route.
type Route struct {
	LinkIndex  int
	ILinkIndex int
	Scope      Scope
	Dst        *net.IPNet
	Src        net.IP
	Gw         net.IP
	Protocol   RouteProtocol
	Priority   int
	Table      int
	Type       int
	Tos        int
	Flags      int
	MTU        int
}

// String describes the route in one line.
func (r Route) String() string {
	return fmt.Sprintf("{Ifindex: %d Dst: %v Src: %v Gw: %v Protocol: %d Priority: %d Table: %d MTU: %d}",
		r.LinkIndex, r.Dst, r.Src, r.Gw, r.Protocol, r.Priority, r.Table, r.MTU)
}

// fill writes the route behind a struct rtmsg. What is set is sent, for deletions too: the kernel
// compares each of these fields before it takes a route away.
func (req *request) fill(route *Route) error {
	hasPrefix := route.Dst != nil && route.Dst.IP != nil
	if !hasPrefix && route.Src == nil && route.Gw == nil {
		return fmt.Errorf("one of Dst.IP, Src, or Gw must not be nil")
	}
	header := req.body
	for _, ip := range []net.IP{route.Src, route.Gw} {
		if ip != nil {
			header[0] = byte(ipFamily(ip))
		}
	}
	if hasPrefix {
		bits, _ := route.Dst.Mask.Size()
		header[0], header[1] = byte(ipFamily(route.Dst.IP)), byte(bits)
	}
	header[3], header[6] = byte(route.Tos), byte(route.Scope)
	switch {
	case route.Table >= 256:
		header[4] = syscall.RT_TABLE_UNSPEC
	case route.Table > 0:
		header[4] = byte(route.Table)
	}
	if route.Protocol > 0 {
		header[5] = byte(route.Protocol)
	}
	if route.Type > 0 {
		header[7] = byte(route.Type)
	}
	native.PutUint32(header[8:], uint32(route.Flags))

	if hasPrefix {
		req.attr(syscall.RTA_DST, ipBytes(route.Dst.IP))
	}
	if route.Src != nil {
		req.attr(syscall.RTA_PREFSRC, ipBytes(route.Src))
	}
	if route.Gw != nil {
		req.attr(syscall.RTA_GATEWAY, ipBytes(route.Gw))
	}
	if route.Table >= 256 {
		req.attr32(syscall.RTA_TABLE, route.Table)
	}
	if route.Priority > 0 {
		req.attr32(syscall.RTA_PRIORITY, route.Priority)
	}
	if route.MTU > 0 {
		req.attr(syscall.RTA_METRICS, attribute(syscall.RTAX_MTU, number32(route.MTU)))
	}
	req.attr32(syscall.RTA_OIF, route.LinkIndex)
	return nil
}

func changeRoute(kind, flags int, route *Route) error {
	header := make([]byte, syscall.SizeofRtMsg)
	header[4] = syscall.RT_TABLE_MAIN
	if kind == syscall.RTM_NEWROUTE {
		header[5], header[7] = syscall.RTPROT_BOOT, syscall.RTN_UNICAST
	}
	req := newRequest(kind, flags|syscall.NLM_F_ACK, header)
	if err := req.fill(route); err != nil {
		return err
	}
	_, err := req.do(0)
	return err
}

// RouteAdd installs a route that is not there yet.
func RouteAdd(route *Route) error {
	return changeRoute(syscall.RTM_NEWROUTE, syscall.NLM_F_CREATE|syscall.NLM_F_EXCL, route)
}

// RouteReplace installs a route in the place of one with the same key.
func RouteReplace(route *Route) error {
	return changeRoute(syscall.RTM_NEWROUTE, syscall.NLM_F_CREATE|syscall.NLM_F_REPLACE, route)
}

// RouteDel removes a route.
func RouteDel(route *Route) error { return changeRoute(syscall.RTM_DELROUTE, 0, route) }

// RouteList gives the main table's routes, of one link if one is named.
func RouteList(link Link, family int) ([]Route, error) {
	if link == nil {
		return RouteListFiltered(family, nil, 0)
	}
	return RouteListFiltered(family, &Route{LinkIndex: indexOf(link)}, RT_FILTER_OIF)
}

// RouteListFiltered gives the routes that equal the filter in the fields of the mask. Tables other
// than the main one are only looked at when the mask asks for a table.
func RouteListFiltered(family int, filter *Route, filterMask uint64) ([]Route, error) {
	header := make([]byte, syscall.SizeofRtMsg)
	header[0] = byte(family)
	answers, err := newRequest(syscall.RTM_GETROUTE, syscall.NLM_F_DUMP, header).do(syscall.RTM_NEWROUTE)
	if err != nil {
		return nil, err
	}
	var list []Route
	for i := range answers {
		raw := answers[i].Data
		if native.Uint32(raw[8:])&syscall.RTM_F_CLONED != 0 || family != FAMILY_ALL && int(raw[0]) != family {
			continue
		}
		route, err := parseRoute(&answers[i])
		if err != nil {
			return nil, err
		}
		if filterMask&RT_FILTER_TABLE == 0 && route.Table != syscall.RT_TABLE_MAIN {
			continue
		}
		if filter == nil || route.matches(filter, filterMask) {
			list = append(list, route)
		}
	}
	return list, nil
}

func (r *Route) matches(filter *Route, mask uint64) bool {
	all := true
	for bit, same := range map[uint64]bool{
		RT_FILTER_PROTOCOL: r.Protocol == filter.Protocol,
		RT_FILTER_SCOPE:    r.Scope == filter.Scope,
		RT_FILTER_TYPE:     r.Type == filter.Type,
		RT_FILTER_TOS:      r.Tos == filter.Tos,
		RT_FILTER_IIF:      r.ILinkIndex == filter.ILinkIndex,
		RT_FILTER_OIF:      r.LinkIndex == filter.LinkIndex,
		RT_FILTER_DST:      sameNet(r.Dst, filter.Dst),
		RT_FILTER_SRC:      r.Src.Equal(filter.Src),
		RT_FILTER_GW:       r.Gw.Equal(filter.Gw),
		RT_FILTER_TABLE:    filter.Table == syscall.RT_TABLE_UNSPEC || r.Table == filter.Table,
		RT_FILTER_PRIORITY: r.Priority == filter.Priority,
	} {
		all = all && (same || mask&bit == 0)
	}
	return all
}

func parseRoute(m *syscall.NetlinkMessage) (Route, error) {
	raw := m.Data
	route := Route{
		Scope:    Scope(raw[6]),
		Protocol: RouteProtocol(raw[5]),
		Table:    int(raw[4]),
		Type:     int(raw[7]),
		Tos:      int(raw[3]),
		Flags:    int(native.Uint32(raw[8:])),
	}
	attributes, err := syscall.ParseNetlinkRouteAttr(m)
	for _, a := range attributes {
		switch a.Attr.Type {
		case syscall.RTA_DST:
			route.Dst = prefixFrom(a.Value, raw[1])
		case syscall.RTA_PREFSRC:
			route.Src = append(net.IP(nil), a.Value...)
		case syscall.RTA_GATEWAY:
			route.Gw = append(net.IP(nil), a.Value...)
		case syscall.RTA_OIF:
			route.LinkIndex = int(native.Uint32(a.Value))
		case syscall.RTA_IIF:
			route.ILinkIndex = int(native.Uint32(a.Value))
		case syscall.RTA_PRIORITY:
			route.Priority = int(native.Uint32(a.Value))
		case syscall.RTA_TABLE:
			route.Table = int(native.Uint32(a.Value))
		case syscall.RTA_METRICS:
			route.readMetrics(a.Value)
		}
	}
	return route, err
}

// readMetrics picks the MTU out of the nested list of metrics.
func (r *Route) readMetrics(raw []byte) {
	for len(raw) >= syscall.SizeofRtAttr+4 {
		size := int(native.Uint16(raw))
		if native.Uint16(raw[2:]) == syscall.RTAX_MTU {
			r.MTU = int(native.Uint32(raw[syscall.SizeofRtAttr:]))
		}
		if size = (size + 3) &^ 3; size < syscall.SizeofRtAttr || size > len(raw) {
			return
		}
		raw = raw[size:]
	}
}
