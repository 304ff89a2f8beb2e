//go:build unparallel

package linux

// These tests need root and a network namespace of their own.
import (
	"net"
	"testing"

	"github.com/cilium/hive/hivetest"
	"github.com/stretchr/testify/require"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"github.com/cilium/cilium/pkg/cidr"
	fakeTypes "github.com/cilium/cilium/pkg/datapath/fake/types"
	"github.com/cilium/cilium/pkg/datapath/linux/safenetlink"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
	"github.com/cilium/cilium/pkg/kpr"
	nodemapfake "github.com/cilium/cilium/pkg/maps/nodemap/fake"
	"github.com/cilium/cilium/pkg/mtu"
	nodeaddressing "github.com/cilium/cilium/pkg/node/addressing"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/source"
	"github.com/cilium/cilium/pkg/testutils"
)

const (
	dummyHostDeviceName     = "dummy_host"
	dummyExternalDeviceName = "dummy_external"
)

// linuxPrivilegedBaseTestSuite has the tests. The suites that embed it have different addresses.
type linuxPrivilegedBaseTestSuite struct {
	mtuCalc    mtu.RouteMTU
	enableIPv4 bool
	enableIPv6 bool

	// nodeConfigTemplate is what the tests start from; each has a copy.
	nodeConfigTemplate datapath.LocalNodeConfiguration
}

type linuxPrivilegedIPv6OnlyTestSuite struct{ linuxPrivilegedBaseTestSuite }

type linuxPrivilegedIPv4OnlyTestSuite struct{ linuxPrivilegedBaseTestSuite }

type linuxPrivilegedIPv4AndIPv6TestSuite struct{ linuxPrivilegedBaseTestSuite }

func setup(tb testing.TB, family string) *linuxPrivilegedBaseTestSuite {
	switch family {
	case "IPv4":
		return &setupLinuxPrivilegedIPv4OnlyTestSuite(tb).linuxPrivilegedBaseTestSuite
	case "IPv6":
		return &setupLinuxPrivilegedIPv6OnlyTestSuite(tb).linuxPrivilegedBaseTestSuite
	case "dual":
		return &setupLinuxPrivilegedIPv4AndIPv6TestSuite(tb).linuxPrivilegedBaseTestSuite
	}
	tb.Fatalf("no addresses for %s", family)
	return nil
}

// setupLinuxPrivilegedBaseTestSuite makes the devices. They go with the test, and their routes with them.
func setupLinuxPrivilegedBaseTestSuite(tb testing.TB, addressing datapath.NodeAddressing, enableIPv6, enableIPv4 bool) *linuxPrivilegedBaseTestSuite {
	testutils.PrivilegedTest(tb)
	tb.Cleanup(func() {
		removeDevice(dummyHostDeviceName)
		removeDevice(dummyExternalDeviceName)
	})
	require.NoError(tb, setupDummyDevice(dummyHostDeviceName, addressing.IPv4().Router(), addressing.IPv6().Router()))
	require.NoError(tb, setupDummyDevice(dummyExternalDeviceName, addressing.IPv4().PrimaryExternal(), addressing.IPv6().PrimaryExternal()))

	mtuConfig := mtu.NewConfiguration(0, false, true, false, false)
	mtuCalc := mtuConfig.Calculate(1500)
	return &linuxPrivilegedBaseTestSuite{
		mtuCalc:    mtuCalc,
		enableIPv4: enableIPv4,
		enableIPv6: enableIPv6,
		nodeConfigTemplate: datapath.LocalNodeConfiguration{
			NodeIPv4:           addressing.IPv4().PrimaryExternal(),
			NodeIPv6:           addressing.IPv6().PrimaryExternal(),
			CiliumInternalIPv4: addressing.IPv4().Router(),
			CiliumInternalIPv6: addressing.IPv6().Router(),
			AllocCIDRIPv4:      addressing.IPv4().AllocationCIDR(),
			AllocCIDRIPv6:      addressing.IPv6().AllocationCIDR(),
			EnableIPv4:         enableIPv4,
			EnableIPv6:         enableIPv6,
			DeviceMTU:          mtuCalc.DeviceMTU,
			RouteMTU:           mtuCalc.RouteMTU,
		},
	}
}

func setupLinuxPrivilegedIPv6OnlyTestSuite(tb testing.TB) *linuxPrivilegedIPv6OnlyTestSuite {
	addressing := fakeTypes.NewIPv6OnlyNodeAddressing()
	return &linuxPrivilegedIPv6OnlyTestSuite{*setupLinuxPrivilegedBaseTestSuite(tb, addressing, true, false)}
}

func setupLinuxPrivilegedIPv4OnlyTestSuite(tb testing.TB) *linuxPrivilegedIPv4OnlyTestSuite {
	addressing := fakeTypes.NewIPv4OnlyNodeAddressing()
	return &linuxPrivilegedIPv4OnlyTestSuite{*setupLinuxPrivilegedBaseTestSuite(tb, addressing, false, true)}
}

func setupLinuxPrivilegedIPv4AndIPv6TestSuite(tb testing.TB) *linuxPrivilegedIPv4AndIPv6TestSuite {
	addressing := fakeTypes.NewNodeAddressing()
	return &linuxPrivilegedIPv4AndIPv6TestSuite{*setupLinuxPrivilegedBaseTestSuite(tb, addressing, true, true)}
}

// setupDummyDevice makes a device with those of the addresses that there are. It is one end of a pair,
// which more kernels have than a dummy.
func setupDummyDevice(name string, ips ...net.IP) error {
	link := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: name}}
	if err := netlink.LinkAdd(link); err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	for _, ip := range ips {
		if ip == nil {
			continue
		}
		addr := &netlink.Addr{IPNet: &net.IPNet{IP: ip, Mask: net.CIDRMask(32, 32)}}
		if ip.To4() == nil {
			addr.Mask, addr.Flags = net.CIDRMask(128, 128), unix.IFA_F_NODAD
		}
		if err := netlink.AddrAdd(link, addr); err != nil {
			return err
		}
	}
	return nil
}

func removeDevice(name string) {
	if link, err := safenetlink.LinkByName(name); err == nil {
		netlink.LinkDel(link)
	}
}

// enabled gives the prefixes of the families that the suite has addresses of.
func (s *linuxPrivilegedBaseTestSuite) enabled(ip4CIDR, ip6CIDR string) (prefixes []*cidr.CIDR) {
	if s.enableIPv4 {
		prefixes = append(prefixes, cidr.MustParseCIDR(ip4CIDR))
	}
	if s.enableIPv6 {
		prefixes = append(prefixes, cidr.MustParseCIDR(ip6CIDR))
	}
	return prefixes
}

func expectRoutes(t *testing.T, handler *linuxNodeHandler, prefixes []*cidr.CIDR, want bool) {
	t.Helper()
	for _, prefix := range prefixes {
		foundRoute, err := handler.lookupNodeRoute(prefix, false)
		require.NoError(t, err)
		require.Equal(t, want, foundRoute != nil)
	}
}

func TestPrivilegedAll(t *testing.T) {
	for _, tt := range []string{"IPv4", "IPv6", "dual"} {
		t.Run(tt, func(t *testing.T) {
			t.Run("TestUpdateNodeRoute", func(t *testing.T) {
				s := setup(t, tt)
				s.TestUpdateNodeRoute(t)
			})
			t.Run("TestNodeUpdateEncapsulation", func(t *testing.T) {
				s := setup(t, tt)
				s.TestNodeUpdateEncapsulation(t)
			})
			t.Run("TestNodeDeleteRestored", func(t *testing.T) {
				s := setup(t, tt)
				s.TestNodeDeleteRestored(t)
			})
		})
	}
}

func (s *linuxPrivilegedBaseTestSuite) TestUpdateNodeRoute(t *testing.T) {
	dpConfig := DatapathConfiguration{HostDevice: dummyHostDeviceName}
	log := hivetest.Logger(t)
	linuxNodeHandler := newNodeHandler(log, dpConfig, nodemapfake.NewFakeNodeMapV2(), kpr.KPRConfig{}, &fakeTypes.IPsecAgent{}, fakeTypes.IPsecConfig{})
	nodeConfig := s.nodeConfigTemplate
	err := linuxNodeHandler.NodeConfigurationChanged(nodeConfig)
	require.NoError(t, err)

	prefixes := s.enabled("254.254.254.0/24", "cafe:cafe:cafe:cafe::/96")
	for _, prefix := range prefixes {
		require.NoError(t, linuxNodeHandler.updateNodeRoute(prefix, true, false))
	}
	expectRoutes(t, linuxNodeHandler, prefixes, true)
	for _, prefix := range prefixes {
		require.NoError(t, linuxNodeHandler.deleteNodeRoute(prefix, false))
		require.Equal(t, unix.ESRCH, linuxNodeHandler.deleteNodeRoute(prefix, false))
	}
	expectRoutes(t, linuxNodeHandler, prefixes, false)
}

func (s *linuxPrivilegedBaseTestSuite) TestNodeUpdateEncapsulation(t *testing.T) {
	dpConfig := DatapathConfiguration{HostDevice: dummyHostDeviceName}
	log := hivetest.Logger(t)
	linuxNodeHandler := newNodeHandler(log, dpConfig, nodemapfake.NewFakeNodeMapV2(), kpr.KPRConfig{}, &fakeTypes.IPsecAgent{}, fakeTypes.IPsecConfig{})
	nodeConfig := s.nodeConfigTemplate
	nodeConfig.EnableEncapsulation = true
	err := linuxNodeHandler.NodeConfigurationChanged(nodeConfig)
	require.NoError(t, err)

	newNode := func(prefixes []*cidr.CIDR) nodeTypes.Node {
		result := nodeTypes.Node{
			Name:        "remote",
			IPAddresses: []nodeTypes.Address{{IP: net.ParseIP("4.4.4.4"), Type: nodeaddressing.NodeInternalIP}},
		}
		for _, prefix := range prefixes {
			if prefix.IP.To4() != nil {
				result.IPv4AllocCIDR = prefix
			} else {
				result.IPv6AllocCIDR = prefix
			}
		}
		return result
	}
	first, second := s.enabled("10.20.1.0/24", "beef:20::/96"), s.enabled("10.20.2.0/24", "beef:21::/96")

	require.NoError(t, linuxNodeHandler.NodeAdd(newNode(first)))
	expectRoutes(t, linuxNodeHandler, first, true)

	require.NoError(t, linuxNodeHandler.NodeUpdate(newNode(first), newNode(second)))
	expectRoutes(t, linuxNodeHandler, first, false)
	expectRoutes(t, linuxNodeHandler, second, true)

	require.NoError(t, linuxNodeHandler.NodeDelete(newNode(second)))
	expectRoutes(t, linuxNodeHandler, second, false)
}

func (s *linuxPrivilegedBaseTestSuite) TestNodeDeleteRestored(t *testing.T) {
	dpConfig := DatapathConfiguration{HostDevice: dummyHostDeviceName}
	log := hivetest.Logger(t)
	linuxNodeHandler := newNodeHandler(log, dpConfig, nodemapfake.NewFakeNodeMapV2(), kpr.KPRConfig{}, &fakeTypes.IPsecAgent{}, fakeTypes.IPsecConfig{})
	nodeConfig := s.nodeConfigTemplate
	nodeConfig.EnableEncapsulation = true
	require.NoError(t, linuxNodeHandler.NodeConfigurationChanged(nodeConfig))

	for _, prefix := range s.enabled("10.20.4.0/24", "beef:24::/96") {
		require.NoError(t, linuxNodeHandler.updateNodeRoute(prefix, true, false))
		left := nodeTypes.Node{Name: "left", Source: source.Restored}
		if prefix.IP.To4() != nil {
			left.IPv4AllocCIDR = prefix
		} else {
			left.IPv6AllocCIDR = prefix
		}
		require.NoError(t, linuxNodeHandler.NodeDelete(left))
		expectRoutes(t, linuxNodeHandler, []*cidr.CIDR{prefix}, false)
	}
}
