package linux

// Tunnels, keys and neighbours are left to the real thing.
import (
	"fmt"
	"net"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/datapath"
	"github.com/cilium/cilium/pkg/datapath/linux/route"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/lock"
	"github.com/cilium/cilium/pkg/logging/logfields"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/option"

	"github.com/sirupsen/logrus"
	"github.com/vishvananda/netlink"
)

type linuxNodeHandler struct {
	mutex          lock.Mutex
	isInitialized  bool
	nodeConfig     datapath.LocalNodeConfiguration
	datapathConfig DatapathConfiguration
	nodeAddressing datapath.NodeAddressing
	nodes          map[nodeTypes.Identity]*nodeTypes.Node
	wgAgent        datapath.WireguardAgent
}

// NewNodeHandler gives a handler that turns nodes into routes of this host.
func NewNodeHandler(datapathConfig DatapathConfiguration, nodeAddressing datapath.NodeAddressing, wgAgent datapath.WireguardAgent) datapath.NodeHandler {
	handler := &linuxNodeHandler{datapathConfig: datapathConfig, nodeAddressing: nodeAddressing}
	handler.wgAgent, handler.nodes = wgAgent, map[nodeTypes.Identity]*nodeTypes.Node{}
	return handler
}

// NodeAdd keeps a new node, and installs its routes once the configuration is known.
func (n *linuxNodeHandler) NodeAdd(newNode nodeTypes.Node) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	n.nodes[newNode.Identity()] = &newNode
	if !n.isInitialized {
		return nil
	}
	return n.nodeUpdate(nil, &newNode, true)
}

// NodeUpdate keeps the new form of a node and brings its routes in line.
func (n *linuxNodeHandler) NodeUpdate(oldNode, newNode nodeTypes.Node) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	n.nodes[newNode.Identity()] = &newNode
	if !n.isInitialized {
		return nil
	}
	return n.nodeUpdate(&oldNode, &newNode, false)
}

// NodeDelete forgets a node and takes its routes away.
func (n *linuxNodeHandler) NodeDelete(oldNode nodeTypes.Node) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	identity := oldNode.Identity()
	known, exists := n.nodes[identity]
	delete(n.nodes, identity)
	if exists && n.isInitialized {
		return n.nodeDelete(known)
	}
	return nil
}

// NodeValidateImplementation installs everything of a node once more.
func (n *linuxNodeHandler) NodeValidateImplementation(node nodeTypes.Node) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	return n.nodeUpdate(nil, &node, false)
}

// NodeConfigurationChanged takes a new configuration. The first one also starts the work on the nodes
// that were announced before it.
func (n *linuxNodeHandler) NodeConfigurationChanged(newConfig datapath.LocalNodeConfiguration) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	before := n.nodeConfig
	n.nodeConfig = newConfig

	n.updateOrRemoveNodeRoutes(before.AuxiliaryPrefixes, newConfig.AuxiliaryPrefixes, true)

	if newConfig.EnableIPSec && option.Config.IPAM == ipamOption.IPAMENI {
		log.WithFields(logrus.Fields{"ipam": option.Config.IPAM}).Debug("This sample does not encrypt")
	}

	if newConfig.UseSingleClusterRoute {
		n.updateOrRemoveClusterRoute(n.nodeAddressing.IPv6(), newConfig.EnableIPv6)
		n.updateOrRemoveClusterRoute(n.nodeAddressing.IPv4(), newConfig.EnableIPv4)
	} else if before.UseSingleClusterRoute {
		// Node routes take over again.
		n.deleteNodeRoute(n.nodeAddressing.IPv6().AllocationCIDR(), false)
		n.deleteNodeRoute(n.nodeAddressing.IPv4().AllocationCIDR(), false)
	}

	if !n.isInitialized {
		n.isInitialized = true
		if !n.nodeConfig.UseSingleClusterRoute {
			for _, waiting := range n.nodes {
				n.nodeUpdate(nil, waiting, true)
			}
		}
	}
	return nil
}

// nodeDelete needs the mutex.
func (n *linuxNodeHandler) nodeDelete(oldNode *nodeTypes.Node) error {
	if oldNode.IsLocal() {
		return nil
	}
	if n.nodeConfig.EnableAutoDirectRouting {
		n.deleteDirectRoute(oldNode.IPv4AllocCIDR, oldNode.GetNodeIP(false))
		n.deleteDirectRoute(oldNode.IPv6AllocCIDR, oldNode.GetNodeIP(true))
	}
	if n.nodeConfig.EnableEncapsulation {
		if !n.nodeConfig.UseSingleClusterRoute {
			n.deleteNodeRoute(oldNode.IPv6AllocCIDR, false)
			n.deleteNodeRoute(oldNode.IPv4AllocCIDR, false)
		}
	}
	return nil
}

// nodeUpdate needs the mutex.
func (n *linuxNodeHandler) nodeUpdate(oldNode, newNode *nodeTypes.Node, firstAddition bool) error {
	var (
		oldIP4, oldIP6         net.IP
		oldIP4Cidr, oldIP6Cidr *cidr.CIDR
		newIP4, newIP6         = newNode.GetNodeIP(false), newNode.GetNodeIP(true)
		isLocalNode            = false
	)
	if oldNode != nil {
		oldIP4, oldIP6 = oldNode.GetNodeIP(false), oldNode.GetNodeIP(true)
		oldIP4Cidr, oldIP6Cidr = oldNode.IPv4AllocCIDR, oldNode.IPv6AllocCIDR
	}

	if newNode.IsLocal() {
		isLocalNode = true
		if n.nodeConfig.EnableLocalNodeRoute {
			n.updateOrRemoveNodeRoutes([]*cidr.CIDR{oldIP6Cidr}, []*cidr.CIDR{newNode.IPv6AllocCIDR}, isLocalNode)
			n.updateOrRemoveNodeRoutes([]*cidr.CIDR{oldIP4Cidr}, []*cidr.CIDR{newNode.IPv4AllocCIDR}, isLocalNode)
		}
		return nil
	}

	// Where nodes share a network, packets find their way without the host device.
	if n.nodeConfig.EnableAutoDirectRouting {
		n.updateDirectRoute(oldIP6Cidr, newNode.IPv6AllocCIDR, oldIP6, newIP6, firstAddition, n.nodeConfig.EnableIPv6)
		n.updateDirectRoute(oldIP4Cidr, newNode.IPv4AllocCIDR, oldIP4, newIP4, firstAddition, n.nodeConfig.EnableIPv4)
		return nil
	}

	if n.nodeConfig.EnableEncapsulation {
		// One route for the whole cluster covers every node.
		if !n.nodeConfig.UseSingleClusterRoute {
			n.updateOrRemoveNodeRoutes([]*cidr.CIDR{oldIP6Cidr}, []*cidr.CIDR{newNode.IPv6AllocCIDR}, isLocalNode)
			n.updateOrRemoveNodeRoutes([]*cidr.CIDR{oldIP4Cidr}, []*cidr.CIDR{newNode.IPv4AllocCIDR}, isLocalNode)
		}
		return nil
	} else if firstAddition {
		// A run with encapsulation may have left these behind.
		if left, _ := n.lookupNodeRoute(newNode.IPv6AllocCIDR, isLocalNode); left != nil {
			n.deleteNodeRoute(newNode.IPv6AllocCIDR, isLocalNode)
		}
		if left, _ := n.lookupNodeRoute(newNode.IPv4AllocCIDR, isLocalNode); left != nil {
			n.deleteNodeRoute(newNode.IPv4AllocCIDR, isLocalNode)
		}
	}
	return nil
}

// updateOrRemoveClusterRoute puts the route of the whole cluster in the place of node routes.
func (n *linuxNodeHandler) updateOrRemoveClusterRoute(addressing datapath.NodeAddressingFamily, addressFamilyEnabled bool) {
	clusterCIDR := addressing.AllocationCIDR()
	if addressFamilyEnabled {
		n.updateNodeRoute(clusterCIDR, addressFamilyEnabled, false)
	} else if found, _ := n.lookupNodeRoute(clusterCIDR, false); found != nil {
		n.deleteNodeRoute(clusterCIDR, false)
	}
}

// updateOrRemoveNodeRoutes goes from one list of prefixes to another; what is in both stays as it is.
func (n *linuxNodeHandler) updateOrRemoveNodeRoutes(old, new []*cidr.CIDR, isLocalNode bool) {
	addedAuxRoutes, removedAuxRoutes := cidr.DiffCIDRLists(old, new)
	for _, prefix := range addedAuxRoutes {
		n.updateNodeRoute(prefix, n.familyEnabled(prefix), isLocalNode)
	}
	for _, prefix := range removedAuxRoutes {
		if found, _ := n.lookupNodeRoute(prefix, isLocalNode); found != nil {
			n.deleteNodeRoute(prefix, isLocalNode)
		}
	}
}

// familyEnabled tells whether prefixes of this family are wanted.
func (n *linuxNodeHandler) familyEnabled(c *cidr.CIDR) bool {
	if c.IP.To4() == nil {
		return n.nodeConfig.EnableIPv6
	}
	return n.nodeConfig.EnableIPv4
}

// deleteNodeRoute removes the route of a prefix; one that does not exist is an error.
func (n *linuxNodeHandler) deleteNodeRoute(prefix *cidr.CIDR, isLocalNode bool) error {
	if prefix == nil {
		return nil
	}
	unwanted, err := n.createNodeRouteSpec(prefix, isLocalNode)
	if err != nil {
		return err
	}
	if err := route.Delete(unwanted); err != nil {
		log.WithError(err).WithFields(unwanted.LogFields()).Warning("Cannot remove the route to a node")
		return err
	}
	return nil
}

// updateNodeRoute installs the route of a prefix, or leaves it where the family is switched off.
func (n *linuxNodeHandler) updateNodeRoute(prefix *cidr.CIDR, addressFamilyEnabled bool, isLocalNode bool) error {
	if prefix == nil || !addressFamilyEnabled {
		return nil
	}
	wanted, err := n.createNodeRouteSpec(prefix, isLocalNode)
	if err != nil {
		return err
	}
	// An older route to the same prefix makes room.
	if _, err := route.Upsert(wanted); err != nil {
		log.WithError(err).WithFields(wanted.LogFields()).Warning("Cannot install the route to a node")
		return err
	}
	return nil
}

// lookupNodeRoute gives the installed route of a prefix, nil when there is none.
func (n *linuxNodeHandler) lookupNodeRoute(prefix *cidr.CIDR, isLocalNode bool) (*route.Route, error) {
	if prefix == nil {
		return nil, nil
	}
	wanted, err := n.createNodeRouteSpec(prefix, isLocalNode)
	if err != nil {
		return nil, err
	}
	return route.Lookup(wanted)
}

// createNodeRouteSpec describes the route that sends a prefix into the host device. IPv6 traffic of
// the host itself leaves with the external address. Local prefixes need no MTU of their own.
func (n *linuxNodeHandler) createNodeRouteSpec(prefix *cidr.CIDR, isLocalNode bool) (route.Route, error) {
	var (
		mtu            int
		nexthop, local net.IP
	)
	if prefix.IP.To4() != nil {
		if n.nodeAddressing.IPv4() == nil || n.nodeAddressing.IPv4().Router() == nil {
			return route.Route{}, fmt.Errorf("IPv4 router address unavailable")
		}
		local = n.nodeAddressing.IPv4().Router()
		nexthop = local
	} else {
		six := n.nodeAddressing.IPv6()
		if six == nil || six.Router() == nil {
			return route.Route{}, fmt.Errorf("IPv6 router address unavailable")
		}
		if six.PrimaryExternal() == nil {
			return route.Route{}, fmt.Errorf("External IPv6 address unavailable")
		}
		local, nexthop = six.PrimaryExternal(), six.Router()
	}

	if !isLocalNode {
		mtu = n.nodeConfig.MtuConfig.GetRouteMTU()
	}
	return route.Route{
		Prefix:  *prefix.IPNet,
		Nexthop: &nexthop,
		Local:   local,
		Device:  n.datapathConfig.HostDevice,
		MTU:     mtu,
	}, nil
}

// updateDirectRoute follows a node's pod CIDR with a route via the node's own address.
func (n *linuxNodeHandler) updateDirectRoute(oldCIDR, newCIDR *cidr.CIDR, oldIP, newIP net.IP, firstAddition, directRouteEnabled bool) error {
	if !directRouteEnabled && firstAddition {
		n.deleteDirectRoute(newCIDR, newIP)
	}
	if !directRouteEnabled || newIP == nil {
		return nil
	}
	if cidrNodeMappingUpdateRequired(oldCIDR, newCIDR, oldIP, newIP, 0, 0) {
		if via, err := installDirectRoute(newCIDR, newIP); err != nil {
			log.WithError(err).WithField(logfields.Route, via).Warning("Cannot install the direct route to a node")
			return err
		}
	}
	if !oldIP.Equal(newIP) || !oldCIDR.Equal(newCIDR) {
		n.deleteDirectRoute(oldCIDR, oldIP)
	}
	return nil
}

// cidrNodeMappingUpdateRequired tells whether something that leads to a node's pod CIDR has to be
// renewed.
func cidrNodeMappingUpdateRequired(oldCIDR, newCIDR *cidr.CIDR, oldIP, newIP net.IP, oldKey, newKey uint8) bool {
	return newCIDR != nil && !(newCIDR.Equal(oldCIDR) && newIP.Equal(oldIP) && newKey == oldKey)
}

// installDirectRoute puts a route via a node in the place of an older one.
func installDirectRoute(CIDR *cidr.CIDR, nodeIP net.IP) (routeSpec *netlink.Route, err error) {
	routeSpec = &netlink.Route{Dst: CIDR.IPNet, Gw: nodeIP}
	return routeSpec, netlink.RouteReplace(routeSpec)
}

// deleteDirectRoute removes what updateDirectRoute installed, if it is there.
func (n *linuxNodeHandler) deleteDirectRoute(CIDR *cidr.CIDR, nodeIP net.IP) {
	if CIDR == nil {
		return
	}
	family := netlink.FAMILY_V6
	if CIDR.IP.To4() != nil {
		family = netlink.FAMILY_V4
	}
	key := &netlink.Route{Dst: CIDR.IPNet, Gw: nodeIP}
	found, err := netlink.RouteListFiltered(family, key, netlink.RT_FILTER_DST|netlink.RT_FILTER_GW)
	for i := range found {
		err = netlink.RouteDel(&found[i])
	}
	if err != nil {
		log.WithError(err).WithField(logfields.CIDR, CIDR).Warning("Cannot remove the direct route to a node")
	}
}
