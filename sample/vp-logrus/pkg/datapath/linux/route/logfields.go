package route

import (
	"github.com/sirupsen/logrus"

	"github.com/cilium/cilium/pkg/logging/logfields"
)

// LogFields describes the route in a log message.
func (r *Route) LogFields() logrus.Fields {
	fields := logrus.Fields{logfields.Interface: r.Device, "prefix": r.Prefix}
	fields["nexthop"], fields["local"] = r.Nexthop, r.Local
	return fields
}
