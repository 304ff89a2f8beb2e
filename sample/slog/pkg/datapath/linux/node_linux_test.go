//go:build unparallel

package linux

// These tests need root and a network namespace of their own.
import (
	"net"
	"testing"

	"github.com/cilium/hive/hivetest"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/cilium/cilium/pkg/cidr"
	fakeTypes "github.com/cilium/cilium/pkg/datapath/fake/types"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
	"github.com/cilium/cilium/pkg/kpr"
	fakeMap "github.com/cilium/cilium/pkg/maps/nodemap/fake"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/source"
	"github.com/cilium/cilium/pkg/testutils"
)

const testHostDevice = "test_host"

// setupHostDevice makes a pair of links and gives one end these addresses.
func setupHostDevice(t *testing.T, addresses ...net.IP) {
	t.Helper()
	link := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: testHostDevice}, PeerName: "test_net"}
	if err := netlink.LinkAdd(link); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { netlink.LinkDel(link) })
	if err := netlink.LinkSetUp(link); err != nil {
		t.Fatal(err)
	}
	for _, ip := range addresses {
		addr := &netlink.Addr{IPNet: &net.IPNet{IP: ip, Mask: net.CIDRMask(32, 32)}}
		if ip.To4() == nil {
			addr.Mask, addr.Flags = net.CIDRMask(128, 128), unix.IFA_F_NODAD
		}
		if err := netlink.AddrAdd(link, addr); err != nil {
			t.Fatal(err)
		}
	}
}

func newPrivilegedHandler(t *testing.T) *linuxNodeHandler {
	testutils.PrivilegedTest(t)
	addressing := fakeTypes.NewNodeAddressing()
	setupHostDevice(t, addressing.IPv4().Router(), addressing.IPv6().Router())
	devices := DatapathConfiguration{HostDevice: testHostDevice}
	linuxNodeHandler := newNodeHandler(hivetest.Logger(t), devices, fakeMap.NewFakeNodeMapV2(), kpr.KPRConfig{}, &fakeTypes.IPsecAgent{}, fakeTypes.IPsecConfig{})
	config := datapath.LocalNodeConfiguration{
		NodeIPv6:            addressing.IPv6().PrimaryExternal(),
		CiliumInternalIPv4:  addressing.IPv4().Router(),
		CiliumInternalIPv6:  addressing.IPv6().Router(),
		RouteMTU:            1450,
		EnableIPv4:          true,
		EnableIPv6:          true,
		EnableEncapsulation: true,
	}
	if err := linuxNodeHandler.NodeConfigurationChanged(config); err != nil {
		t.Fatal(err)
	}
	return linuxNodeHandler
}

func expectRoute(t *testing.T, handler *linuxNodeHandler, prefix *cidr.CIDR, want bool) {
	t.Helper()
	if found, err := handler.lookupNodeRoute(prefix, false); err != nil || (found != nil) != want {
		t.Errorf("route to %s: got %+v (%v), want one: %t", prefix, found, err, want)
	}
}

func TestPrivilegedUpdateNodeRoute(t *testing.T) {
	linuxNodeHandler := newPrivilegedHandler(t)

	ip4CIDR := cidr.MustParseCIDR("254.254.254.0/24")
	if err := linuxNodeHandler.updateNodeRoute(ip4CIDR, true, false); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, linuxNodeHandler, ip4CIDR, true)
	if err := linuxNodeHandler.deleteNodeRoute(ip4CIDR, false); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, linuxNodeHandler, ip4CIDR, false)

	ip6CIDR := cidr.MustParseCIDR("cafe:cafe:cafe:cafe::/96")
	if err := linuxNodeHandler.updateNodeRoute(ip6CIDR, true, false); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, linuxNodeHandler, ip6CIDR, true)
	if err := linuxNodeHandler.deleteNodeRoute(ip6CIDR, false); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, linuxNodeHandler, ip6CIDR, false)

	if err := linuxNodeHandler.deleteNodeRoute(ip6CIDR, false); err != unix.ESRCH {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestPrivilegedNodeEvents(t *testing.T) {
	handler := newPrivilegedHandler(t)
	first, second := cidr.MustParseCIDR("10.20.1.0/24"), cidr.MustParseCIDR("10.20.2.0/24")
	six := cidr.MustParseCIDR("beef:20::/96")

	extra := cidr.MustParseCIDR("10.20.3.0/24")
	before := nodeTypes.Node{Name: "remote", IPv4AllocCIDR: first, IPv6AllocCIDR: six, IPv4SecondaryAllocCIDRs: []*cidr.CIDR{extra}}
	if err := handler.NodeAdd(before); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, handler, first, true)
	expectRoute(t, handler, extra, true)
	expectRoute(t, handler, six, true)

	after := before
	after.IPv4AllocCIDR = second
	if err := handler.NodeUpdate(before, after); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, handler, first, false)
	expectRoute(t, handler, second, true)

	if err := handler.NodeDelete(after); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, handler, second, false)
	expectRoute(t, handler, six, false)
	expectRoute(t, handler, extra, false)
}

func TestPrivilegedRestoredNode(t *testing.T) {
	handler := newPrivilegedHandler(t)
	prefix := cidr.MustParseCIDR("10.20.4.0/24")
	if err := handler.updateNodeRoute(prefix, true, false); err != nil {
		t.Fatal(err)
	}
	left := nodeTypes.Node{Name: "left", IPv4AllocCIDR: prefix, Source: source.Restored}
	if err := handler.NodeDelete(left); err != nil {
		t.Fatal(err)
	}
	expectRoute(t, handler, prefix, false)
}
