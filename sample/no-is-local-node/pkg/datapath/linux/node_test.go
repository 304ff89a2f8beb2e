package linux

import (
	"testing"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/datapath"
	"github.com/cilium/cilium/pkg/datapath/fake"
	"github.com/cilium/cilium/pkg/mtu"
)

// newTestHandler has addresses, an MTU of 1450 for tunnelled routes, and a device.
func newTestHandler(device string) *linuxNodeHandler {
	return &linuxNodeHandler{
		nodeAddressing: fake.NewNodeAddressing(),
		datapathConfig: DatapathConfiguration{HostDevice: device},
		nodeConfig:     datapath.LocalNodeConfiguration{MtuConfig: mtu.NewConfiguration(0, false, true, 1500, nil)},
	}
}

func TestCreateNodeRoute(t *testing.T) {
	handler := newTestHandler("host_device")
	for text, want := range map[string]struct{ nexthop, local string }{
		"10.10.0.0/16":   {"1.1.1.2", "1.1.1.2"},
		"beef:beef::/48": {"cafe::2", "cafe::1"},
	} {
		spec, err := handler.createNodeRoute(cidr.MustParseCIDR(text))
		if err != nil {
			t.Fatal(err)
		}
		if spec.Prefix.String() != text || spec.Device != "host_device" {
			t.Errorf("%s: got prefix %s on %s", text, &spec.Prefix, spec.Device)
		}
		if spec.Nexthop.String() != want.nexthop || spec.Local.String() != want.local {
			t.Errorf("%s: got via %s from %s", text, spec.Nexthop, spec.Local)
		}
		if spec.MTU != 1450 {
			t.Errorf("%s: got MTU %d", text, spec.MTU)
		}
	}
}

func TestCreateNodeRouteNeedsAddresses(t *testing.T) {
	handler := newTestHandler("host_device")
	handler.nodeAddressing = fake.NewIPv4OnlyNodeAddressing()
	if _, err := handler.createNodeRoute(cidr.MustParseCIDR("beef:beef::/48")); err == nil {
		t.Error("a route without a router address")
	}
}
