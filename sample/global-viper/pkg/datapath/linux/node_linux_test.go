//go:build privileged_tests
// +build privileged_tests

package linux

// These tests need root and a network namespace of their own.
import (
	"net"
	"testing"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/datapath"
	"github.com/cilium/cilium/pkg/datapath/fake"
	"github.com/cilium/cilium/pkg/mtu"
	nodeaddressing "github.com/cilium/cilium/pkg/node/addressing"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"

	"golang.org/x/sys/unix"
	"gopkg.in/check.v1"
)

const (
	dummyHostDeviceName     = "dummy_host"
	dummyExternalDeviceName = "dummy_external"
)

// Test runs the suites.
func Test(t *testing.T) { check.TestingT(t) }

// linuxPrivilegedBaseTestSuite has the tests. The suites that embed it have different addresses.
type linuxPrivilegedBaseTestSuite struct {
	nodeAddressing datapath.NodeAddressing
	mtuConfig      mtu.Configuration
	// Families of the addresses.
	enableIPv4, enableIPv6 bool
}

// One for each set of addresses that a node may have.
type (
	linuxPrivilegedIPv4OnlyTestSuite    struct{ linuxPrivilegedBaseTestSuite }
	linuxPrivilegedIPv4AndIPv6TestSuite struct{ linuxPrivilegedBaseTestSuite }
	linuxPrivilegedIPv6OnlyTestSuite    struct{ linuxPrivilegedBaseTestSuite }
)

func init() {
	check.Suite(&linuxPrivilegedIPv4OnlyTestSuite{})
	check.Suite(&linuxPrivilegedIPv4AndIPv6TestSuite{})
	check.Suite(&linuxPrivilegedIPv6OnlyTestSuite{})
}

// SetUpTest makes the devices. The router's IPv6 address is on none of them: the kernel takes no next
// hop that is its own.
func (s *linuxPrivilegedBaseTestSuite) SetUpTest(c *check.C, addressing datapath.NodeAddressing, enableIPv6, enableIPv4 bool) {
	s.nodeAddressing, s.enableIPv6, s.enableIPv4 = addressing, enableIPv6, enableIPv4
	s.mtuConfig = mtu.NewConfiguration(0, false, true, false, 1500, nil)
	err := setupDummyDevice(dummyHostDeviceName, addressing.IPv4().Router())
	c.Assert(err, check.IsNil)
	err = setupDummyDevice(dummyExternalDeviceName, addressing.IPv4().PrimaryExternal(), addressing.IPv6().PrimaryExternal())
	c.Assert(err, check.IsNil)
}

func (s *linuxPrivilegedIPv6OnlyTestSuite) SetUpTest(c *check.C) {
	s.linuxPrivilegedBaseTestSuite.SetUpTest(c, fake.NewIPv6OnlyNodeAddressing(), true, false)
}

func (s *linuxPrivilegedIPv4OnlyTestSuite) SetUpTest(c *check.C) {
	s.linuxPrivilegedBaseTestSuite.SetUpTest(c, fake.NewIPv4OnlyNodeAddressing(), false, true)
}

func (s *linuxPrivilegedIPv4AndIPv6TestSuite) SetUpTest(c *check.C) {
	s.linuxPrivilegedBaseTestSuite.SetUpTest(c, fake.NewNodeAddressing(), true, true)
}

// TearDownTest takes the devices away, and their routes with them.
func (s *linuxPrivilegedBaseTestSuite) TearDownTest(c *check.C) {
	removeDevice(dummyHostDeviceName)
	removeDevice(dummyExternalDeviceName)
}

// enabled gives the prefixes of the families that the suite has addresses of.
func (s *linuxPrivilegedBaseTestSuite) enabled(ip4CIDR, ip6CIDR string) []*cidr.CIDR {
	return prefixesOf(s.enableIPv4, s.enableIPv6, ip4CIDR, ip6CIDR)
}

func expectRoutes(c *check.C, handler *linuxNodeHandler, prefixes []*cidr.CIDR, want bool) {
	for _, prefix := range prefixes {
		foundRoute, err := handler.lookupNodeRoute(prefix, false)
		c.Assert(err, check.IsNil)
		c.Assert(foundRoute != nil, check.Equals, want)
	}
}

func (s *linuxPrivilegedBaseTestSuite) TestUpdateNodeRoute(c *check.C) {
	dpConfig := DatapathConfiguration{HostDevice: dummyHostDeviceName}
	linuxNodeHandler := NewNodeHandler(dpConfig, s.nodeAddressing, nil).(*linuxNodeHandler)
	nodeConfig := datapath.LocalNodeConfiguration{EnableIPv4: s.enableIPv4, EnableIPv6: s.enableIPv6}
	err := linuxNodeHandler.NodeConfigurationChanged(nodeConfig)
	c.Assert(err, check.IsNil)

	prefixes := s.enabled("254.254.254.0/24", "cafe:cafe:cafe:cafe::/96")
	for _, prefix := range prefixes {
		c.Assert(linuxNodeHandler.updateNodeRoute(prefix, true, false), check.IsNil)
	}
	expectRoutes(c, linuxNodeHandler, prefixes, true)
	for _, prefix := range prefixes {
		c.Assert(linuxNodeHandler.deleteNodeRoute(prefix, false), check.IsNil)
		c.Assert(linuxNodeHandler.deleteNodeRoute(prefix, false), check.Equals, unix.ESRCH)
	}
	expectRoutes(c, linuxNodeHandler, prefixes, false)
}

func (s *linuxPrivilegedBaseTestSuite) TestNodeUpdateEncapsulation(c *check.C) {
	dpConfig := DatapathConfiguration{HostDevice: dummyHostDeviceName}
	linuxNodeHandler := NewNodeHandler(dpConfig, s.nodeAddressing, nil).(*linuxNodeHandler)
	err := linuxNodeHandler.NodeConfigurationChanged(datapath.LocalNodeConfiguration{
		MtuConfig:           s.mtuConfig,
		EnableIPv4:          s.enableIPv4,
		EnableIPv6:          s.enableIPv6,
		EnableEncapsulation: true,
	})
	c.Assert(err, check.IsNil)

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

	c.Assert(linuxNodeHandler.NodeAdd(newNode(first)), check.IsNil)
	expectRoutes(c, linuxNodeHandler, first, true)

	c.Assert(linuxNodeHandler.NodeUpdate(newNode(first), newNode(second)), check.IsNil)
	expectRoutes(c, linuxNodeHandler, first, false)
	expectRoutes(c, linuxNodeHandler, second, true)

	c.Assert(linuxNodeHandler.NodeDelete(newNode(second)), check.IsNil)
	expectRoutes(c, linuxNodeHandler, second, false)
}
