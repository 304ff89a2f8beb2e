//go:build unparallel

package linux

// These tests need root and a network namespace of their own.
import (
	"net"
	"testing"

	"github.com/cilium/hive/hivetest"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/cilium/cilium/pkg/cidr"
	fakeTypes "github.com/cilium/cilium/pkg/datapath/fake/types"
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

// setup makes the devices, which go with the test, and a suite with addresses of one family or of both.
func setup(tb testing.TB, family string) *linuxPrivilegedBaseTestSuite {
	testutils.PrivilegedTest(tb)
	newAddressing := map[string]func() datapath.NodeAddressing{
		"dual": fakeTypes.NewNodeAddressing,
		"IPv4": fakeTypes.NewIPv4OnlyNodeAddressing,
		"IPv6": fakeTypes.NewIPv6OnlyNodeAddressing,
	}[family]
	addressing := newAddressing()
	v4, v6 := addressing.IPv4(), addressing.IPv6()
	tb.Cleanup(func() {
		removeDevice(dummyHostDeviceName)
		removeDevice(dummyExternalDeviceName)
	})
	require.NoError(tb, setupDummyDevice(dummyHostDeviceName, v4.Router(), v6.Router()))
	require.NoError(tb, setupDummyDevice(dummyExternalDeviceName, v4.PrimaryExternal(), v6.PrimaryExternal()))

	mtuConfig := mtu.NewConfiguration(0, false, true, false, false)
	s := &linuxPrivilegedBaseTestSuite{mtuCalc: mtuConfig.Calculate(1500), enableIPv4: family != "IPv6", enableIPv6: family != "IPv4"}
	s.nodeConfigTemplate = datapath.LocalNodeConfiguration{
		EnableIPv4: s.enableIPv4, AllocCIDRIPv4: v4.AllocationCIDR(), NodeIPv4: v4.PrimaryExternal(), CiliumInternalIPv4: v4.Router(),
		EnableIPv6: s.enableIPv6, AllocCIDRIPv6: v6.AllocationCIDR(), NodeIPv6: v6.PrimaryExternal(), CiliumInternalIPv6: v6.Router(),
		RouteMTU: s.mtuCalc.RouteMTU, DeviceMTU: s.mtuCalc.DeviceMTU,
	}
	return s
}

// enabled gives the prefixes of the families that the suite has addresses of.
func (s *linuxPrivilegedBaseTestSuite) enabled(ip4CIDR, ip6CIDR string) []*cidr.CIDR {
	return prefixesOf(s.enableIPv4, s.enableIPv6, ip4CIDR, ip6CIDR)
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
	families := []string{"IPv4", "IPv6", "dual"}
	for _, tt := range families {
		t.Run(tt, func(t *testing.T) {
			t.Logf("addresses: %s", tt)
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
