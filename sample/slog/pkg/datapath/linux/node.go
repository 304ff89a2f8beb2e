package linux

// Tunnels, keys and neighbours are left to the real thing.
import (
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/vishvananda/netlink"

	"github.com/cilium/cilium/pkg/cidr"
	fakeTypes "github.com/cilium/cilium/pkg/datapath/fake/types"
	"github.com/cilium/cilium/pkg/datapath/linux/linux_defaults"
	"github.com/cilium/cilium/pkg/datapath/linux/route"
	"github.com/cilium/cilium/pkg/datapath/linux/safenetlink"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
	"github.com/cilium/cilium/pkg/defaults"
	ipamOption "github.com/cilium/cilium/pkg/ipam/option"
	"github.com/cilium/cilium/pkg/kpr"
	"github.com/cilium/cilium/pkg/lock"
	"github.com/cilium/cilium/pkg/logging/logfields"
	"github.com/cilium/cilium/pkg/maps/nodemap"
	nodeTypes "github.com/cilium/cilium/pkg/node/types"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/source"
)

type linuxNodeHandler struct {
	log *slog.Logger

	mutex          lock.RWMutex
	isInitialized  bool
	nodeConfig     datapath.LocalNodeConfiguration
	datapathConfig DatapathConfiguration
	nodes          map[nodeTypes.Identity]*nodeTypes.Node
	nodeMap        nodemap.MapV2
	kprCfg         kpr.KPRConfig
	ipsecAgent     datapath.IPsecAgent
	ipsecCfg       datapath.IPsecConfig

	// enableEncapsulation decides per node; it is there from the first configuration on.
	enableEncapsulation func(node *nodeTypes.Node) bool
}

var (
	_ datapath.NodeHandler             = (*linuxNodeHandler)(nil)
	_ datapath.NodeConfigChangeHandler = (*linuxNodeHandler)(nil)
)

// NewNodeHandler gives a handler for the agent's own device.
func NewNodeHandler(
	log *slog.Logger,
	nodeMap nodemap.MapV2,
	kprCfg kpr.KPRConfig,
	ipsecAgent datapath.IPsecAgent,
) (datapath.NodeHandler, datapath.NodeConfigChangeHandler) {
	devices := DatapathConfiguration{HostDevice: defaults.HostDevice}
	handler := newNodeHandler(log, devices, nodeMap, kprCfg, ipsecAgent, fakeTypes.IPsecConfig{})
	return handler, handler
}

// newNodeHandler gives a handler that turns nodes into routes of this host.
func newNodeHandler(
	log *slog.Logger, datapathConfig DatapathConfiguration, nodeMap nodemap.MapV2,
	kprCfg kpr.KPRConfig, ipsecAgent datapath.IPsecAgent, ipsecCfg datapath.IPsecConfig,
) *linuxNodeHandler {
	handler := &linuxNodeHandler{log: log, datapathConfig: datapathConfig, nodeMap: nodeMap}
	handler.nodes = map[nodeTypes.Identity]*nodeTypes.Node{}
	handler.kprCfg, handler.ipsecAgent, handler.ipsecCfg = kprCfg, ipsecAgent, ipsecCfg
	return handler
}

// Name is for messages about this handler.
func (n *linuxNodeHandler) Name() string {
	return "linux-node-datapath"
}

// OverrideEnableEncapsulation lets a test decide per node.
func (n *linuxNodeHandler) OverrideEnableEncapsulation(fn func(*nodeTypes.Node) bool) {
	n.enableEncapsulation = fn
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
	if known, exists := n.nodes[identity]; exists || oldNode.Source == source.Restored {
		// What an earlier run knew is not among the nodes of this one.
		delete(n.nodes, identity)
		if oldNode.Source == source.Restored {
			known = &oldNode
		}
		if n.isInitialized {
			return n.nodeDelete(known)
		}
	}
	return nil
}

// NodeValidateImplementation installs everything of a node once more.
func (n *linuxNodeHandler) NodeValidateImplementation(node nodeTypes.Node) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	if n.isInitialized {
		return n.nodeUpdate(nil, &node, false)
	}
	return nil
}

// AllNodeValidateImplementation does that for every known node.
func (n *linuxNodeHandler) AllNodeValidateImplementation() {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	for identity, known := range n.nodes {
		if !n.isInitialized {
			break
		}
		if err := n.nodeUpdate(nil, known, false); err != nil {
			n.log.Warn("Cannot validate a node", logfields.NodeName, identity.Name, logfields.Error, err)
		}
	}
}

// NodeConfigurationChanged takes a new configuration. The first one also starts the work on the nodes
// that were announced before it.
func (n *linuxNodeHandler) NodeConfigurationChanged(newConfig datapath.LocalNodeConfiguration) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	before := n.nodeConfig
	n.nodeConfig = newConfig
	if n.enableEncapsulation == nil {
		n.enableEncapsulation = func(*nodeTypes.Node) bool { return n.nodeConfig.EnableEncapsulation }
	}

	if err := n.updateOrRemoveNodeRoutes(before.AuxiliaryPrefixes, newConfig.AuxiliaryPrefixes, true); err != nil {
		return fmt.Errorf("auxiliary prefixes: %w", err)
	}

	if newConfig.EnableIPSec && option.Config.IPAM == ipamOption.IPAMENI {
		n.log.Debug("This sample does not encrypt", logfields.Reason, option.Config.IPAM)
	}

	var errs error
	if !n.isInitialized {
		n.isInitialized = true
		for _, waiting := range n.nodes {
			errs = errors.Join(errs, n.nodeUpdate(nil, waiting, true))
		}
	}
	return errs
}

// nodeDelete needs the mutex. It goes on after an error, and gives them all.
func (n *linuxNodeHandler) nodeDelete(oldNode *nodeTypes.Node) error {
	if oldNode.IsLocal() {
		return nil
	}
	var (
		errs                error
		oldAllIP6AllocCidrs = oldNode.GetIPv6AllocCIDRs()
		oldAllIP4AllocCidrs = oldNode.GetIPv4AllocCIDRs()
	)
	if n.nodeConfig.EnableAutoDirectRouting && !n.enableEncapsulation(oldNode) {
		errs = errors.Join(
			n.deleteAllDirectRoutes(oldAllIP4AllocCidrs, oldNode.GetNodeIP(false)),
			n.deleteAllDirectRoutes(oldAllIP6AllocCidrs, oldNode.GetNodeIP(true)),
		)
	}
	if n.enableEncapsulation(oldNode) {
		if n.nodeConfig.EnableIPv6 {
			for _, cidr := range oldAllIP6AllocCidrs {
				if err := n.deleteNodeRoute(cidr, false); err != nil {
					errs = errors.Join(errs, fmt.Errorf("IPv6 route of a node that is gone: %w", err))
				}
			}
		}
		if n.nodeConfig.EnableIPv4 {
			for _, cidr := range oldAllIP4AllocCidrs {
				if err := n.deleteNodeRoute(cidr, false); err != nil {
					errs = errors.Join(errs, fmt.Errorf("IPv4 route of a node that is gone: %w", err))
				}
			}
		}
	}
	return errs
}

// nodeUpdate needs the mutex. It goes on after an error, and gives them all.
func (n *linuxNodeHandler) nodeUpdate(oldNode, newNode *nodeTypes.Node, firstAddition bool) error {
	var (
		errs                                     error
		oldIP4, oldIP6                           net.IP
		oldAllIP4AllocCidrs, oldAllIP6AllocCidrs []*cidr.CIDR
		newIP4, newIP6                           = newNode.GetNodeIP(false), newNode.GetNodeIP(true)
		newAllIP4AllocCidrs, newAllIP6AllocCidrs = newNode.GetIPv4AllocCIDRs(), newNode.GetIPv6AllocCIDRs()
		isLocalNode                              = false
	)
	if oldNode != nil {
		oldIP4, oldIP6 = oldNode.GetNodeIP(false), oldNode.GetNodeIP(true)
		oldAllIP4AllocCidrs, oldAllIP6AllocCidrs = oldNode.GetIPv4AllocCIDRs(), oldNode.GetIPv6AllocCIDRs()
	}

	if newNode.IsLocal() {
		isLocalNode = true
		if n.nodeConfig.EnableLocalNodeRoute {
			if err := n.updateOrRemoveNodeRoutes(oldAllIP6AllocCidrs, newAllIP6AllocCidrs, isLocalNode); err != nil {
				errs = errors.Join(errs, fmt.Errorf("own IPv6 routes: %w", err))
			}
			if err := n.updateOrRemoveNodeRoutes(oldAllIP4AllocCidrs, newAllIP4AllocCidrs, isLocalNode); err != nil {
				errs = errors.Join(errs, fmt.Errorf("own IPv4 routes: %w", err))
			}
		}
		return errs
	}

	// Where nodes share a network, packets find their way without the host device.
	if n.nodeConfig.EnableAutoDirectRouting && !n.enableEncapsulation(newNode) {
		if err := n.updateDirectRoutes(oldAllIP6AllocCidrs, newAllIP6AllocCidrs, oldIP6, newIP6, firstAddition, n.nodeConfig.EnableIPv6, n.nodeConfig.DirectRoutingSkipUnreachable); err != nil {
			errs = errors.Join(errs, fmt.Errorf("direct IPv6 routes: %w", err))
		}
		if err := n.updateDirectRoutes(oldAllIP4AllocCidrs, newAllIP4AllocCidrs, oldIP4, newIP4, firstAddition, n.nodeConfig.EnableIPv4, n.nodeConfig.DirectRoutingSkipUnreachable); err != nil {
			errs = errors.Join(errs, fmt.Errorf("direct IPv4 routes: %w", err))
		}
		return errs
	}

	if n.enableEncapsulation(newNode) {
		if err := n.updateOrRemoveNodeRoutes(oldAllIP6AllocCidrs, newAllIP6AllocCidrs, isLocalNode); err != nil {
			errs = errors.Join(errs, fmt.Errorf("IPv6 routes into the tunnel: %w", err))
		}
		if err := n.updateOrRemoveNodeRoutes(oldAllIP4AllocCidrs, newAllIP4AllocCidrs, isLocalNode); err != nil {
			errs = errors.Join(errs, fmt.Errorf("IPv4 routes into the tunnel: %w", err))
		}
		return errs
	} else if firstAddition {
		// A run with encapsulation may have left these behind.
		for _, stale6 := range newAllIP6AllocCidrs {
			if left, _ := n.lookupNodeRoute(stale6, isLocalNode); left != nil {
				if err := n.deleteNodeRoute(stale6, isLocalNode); err != nil {
					errs = errors.Join(errs, fmt.Errorf("leftover IPv6 route: %w", err))
				}
			}
		}
		for _, stale4 := range newAllIP4AllocCidrs {
			if left, _ := n.lookupNodeRoute(stale4, isLocalNode); left != nil {
				if err := n.deleteNodeRoute(stale4, isLocalNode); err != nil {
					errs = errors.Join(errs, fmt.Errorf("leftover IPv4 route: %w", err))
				}
			}
		}
	}
	return errs
}

// updateOrRemoveNodeRoutes goes from one list of prefixes to another; what is in both stays as it is.
func (n *linuxNodeHandler) updateOrRemoveNodeRoutes(old, new []*cidr.CIDR, isLocalNode bool) error {
	var errs error
	addedAuxRoutes, removedAuxRoutes := cidr.DiffCIDRLists(old, new)
	for _, prefix := range addedAuxRoutes {
		if err := n.updateNodeRoute(prefix, n.familyEnabled(prefix), isLocalNode); err != nil {
			errs = errors.Join(errs, fmt.Errorf("cannot install route to %s: %w", prefix, err))
		}
	}
	for _, prefix := range removedAuxRoutes {
		if found, _ := n.lookupNodeRoute(prefix, isLocalNode); found != nil {
			if err := n.deleteNodeRoute(prefix, isLocalNode); err != nil {
				errs = errors.Join(errs, fmt.Errorf("cannot remove route to %s: %w", prefix, err))
			}
		}
	}
	return errs
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
		n.log.Warn("Cannot remove the route to a node", append(unwanted.LogAttrs(), logfields.Error, err)...)
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
	if err := route.Upsert(n.log, wanted); err != nil {
		n.log.Warn("Cannot install the route to a node", append(wanted.LogAttrs(), logfields.Error, err)...)
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

// createNodeRouteSpec describes the route that sends a prefix into the host device. IPv6 needs no next
// hop there, and the kernel takes none that is its own. Local prefixes need no MTU of their own.
func (n *linuxNodeHandler) createNodeRouteSpec(prefix *cidr.CIDR, isLocalNode bool) (route.Route, error) {
	var (
		nexthop *net.IP
		local   net.IP
		mtu     int
	)
	if prefix.IP.To4() != nil {
		local, nexthop = n.nodeConfig.CiliumInternalIPv4, &local
	} else {
		local = n.nodeConfig.CiliumInternalIPv6
		if n.nodeConfig.NodeIPv6 == nil {
			return route.Route{}, fmt.Errorf("external IPv6 address unavailable")
		}
	}
	if local == nil {
		return route.Route{}, fmt.Errorf("router address for %s unavailable", prefix)
	}
	if !isLocalNode {
		mtu = n.nodeConfig.RouteMTU
	}
	return route.Route{
		Prefix:   *prefix.IPNet,
		Nexthop:  nexthop,
		Local:    local,
		MTU:      mtu,
		Device:   n.datapathConfig.HostDevice,
		Priority: option.Config.RouteMetric,
		Proto:    linux_defaults.RTProto,
	}, nil
}

// updateDirectRoutes follows a node's pod CIDRs with routes via the node's own address.
func (n *linuxNodeHandler) updateDirectRoutes(oldCIDRs, newCIDRs []*cidr.CIDR, oldIP, newIP net.IP, firstAddition, directRouteEnabled bool, directRouteSkipUnreachable bool) error {
	switch {
	case !directRouteEnabled && firstAddition:
		return n.deleteAllDirectRoutes(newCIDRs, newIP)
	case !directRouteEnabled, newIP == nil:
		return nil
	}
	addedCIDRs, removedCIDRs := newCIDRs, oldCIDRs
	if oldIP.Equal(newIP) {
		addedCIDRs, removedCIDRs = cidr.DiffCIDRLists(oldCIDRs, newCIDRs)
	}
	for _, cidr := range addedCIDRs {
		if via, err := installDirectRoute(n.log, cidr, newIP, directRouteSkipUnreachable); err != nil {
			n.log.Warn("Cannot install the direct route to a node", logfields.Route, via, logfields.Error, err)
			return err
		}
	}
	return n.deleteAllDirectRoutes(removedCIDRs, oldIP)
}

// installDirectRoute puts a route via a node in the place of an older one.
func installDirectRoute(log *slog.Logger, CIDR *cidr.CIDR, nodeIP net.IP, skipUnreachable bool) (routeSpec *netlink.Route, err error) {
	routeSpec = &netlink.Route{Dst: CIDR.IPNet, Gw: nodeIP, Protocol: linux_defaults.RTProto}
	if err = netlink.RouteReplace(routeSpec); err != nil && skipUnreachable {
		log.Debug("Cannot reach a node directly", logfields.Route, routeSpec, logfields.Error, err)
		err = nil
	}
	return routeSpec, err
}

// deleteDirectRoute removes what updateDirectRoutes installed, if it is there.
func (n *linuxNodeHandler) deleteDirectRoute(CIDR *cidr.CIDR, nodeIP net.IP) error {
	if CIDR == nil {
		return nil
	}
	family := netlink.FAMILY_V6
	if CIDR.IP.To4() != nil {
		family = netlink.FAMILY_V4
	}
	key := &netlink.Route{Dst: CIDR.IPNet, Gw: nodeIP}
	found, errs := safenetlink.RouteListFiltered(family, key, netlink.RT_FILTER_DST|netlink.RT_FILTER_GW)
	for i := range found {
		errs = errors.Join(errs, netlink.RouteDel(&found[i]))
	}
	if errs != nil {
		n.log.Warn("Cannot remove the direct route to a node", logfields.CIDR, CIDR, logfields.Error, errs)
	}
	return errs
}

// deleteAllDirectRoutes goes on after an error, and gives them all.
func (n *linuxNodeHandler) deleteAllDirectRoutes(CIDRs []*cidr.CIDR, nodeIP net.IP) (errs error) {
	for _, prefix := range CIDRs {
		errs = errors.Join(errs, n.deleteDirectRoute(prefix, nodeIP))
	}
	return errs
}
