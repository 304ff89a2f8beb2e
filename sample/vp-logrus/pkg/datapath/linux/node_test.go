package linux

import (
	"testing"

	"github.com/cilium/cilium/pkg/cidr"
	"github.com/cilium/cilium/pkg/datapath/fake"
	"github.com/cilium/cilium/pkg/datapath/linux/linux_defaults"
	datapath "github.com/cilium/cilium/pkg/datapath/types"
	"github.com/cilium/cilium/pkg/mtu"
)

// newTestHandler has addresses, an MTU of 1450 for tunnelled routes, and a device.
func newTestHandler(device string) *linuxNodeHandler {
	sizes := mtu.NewConfiguration(0, false, true, false, false, 1500, nil)
	return &linuxNodeHandler{
		nodeAddressing: fake.NewNodeAddressing(),
		datapathConfig: DatapathConfiguration{HostDevice: device},
		nodeConfig:     datapath.LocalNodeConfiguration{MtuConfig: &sizes},
	}
}

func TestCreateNodeRouteSpec(t *testing.T) {
	handler := newTestHandler("host_device")
	for text, want := range map[string]string{"10.10.0.0/16": "1.1.1.2", "beef:beef::/48": "cafe::2"} {
		spec, err := handler.createNodeRouteSpec(cidr.MustParseCIDR(text), false)
		if err != nil {
			t.Fatal(err)
		}
		if spec.Prefix.String() != text || spec.Device != "host_device" {
			t.Errorf("%s: got prefix %s on %s", text, &spec.Prefix, spec.Device)
		}
		if spec.Local.String() != want || spec.Proto != linux_defaults.RTProto {
			t.Errorf("%s: got from %s with protocol %d", text, spec.Local, spec.Proto)
		}
		if six := spec.Prefix.IP.To4() == nil; six != (spec.Nexthop == nil) {
			t.Errorf("%s: got via %v", text, spec.Nexthop)
		}
		if spec.MTU != 1450 {
			t.Errorf("%s: got MTU %d", text, spec.MTU)
		}
	}
}

func TestCreateNodeRouteSpecNeedsAddresses(t *testing.T) {
	handler := newTestHandler("host_device")
	handler.nodeAddressing = fake.NewIPv4OnlyNodeAddressing()
	if _, err := handler.createNodeRouteSpec(cidr.MustParseCIDR("beef:beef::/48"), false); err == nil {
		t.Error("a route without a router address")
	}
}

func TestCreateNodeRouteSpecMtu(t *testing.T) {
	spec, err := newTestHandler("host_device").createNodeRouteSpec(cidr.MustParseCIDR("10.10.0.0/16"), true)
	if err != nil || spec.MTU != 0 {
		t.Errorf("a local prefix has MTU %d (%v)", spec.MTU, err)
	}
}
