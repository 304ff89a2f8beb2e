package route

import (
	"github.com/cilium/cilium/pkg/logging/logfields"

	"github.com/sirupsen/logrus"
)

// LogFields describes the route in a log message.
func (r *Route) LogFields() logrus.Fields {
	fields := logrus.Fields{logfields.Interface: r.Device, "prefix": r.Prefix}
	fields["nexthop"], fields["local"] = r.Nexthop, r.Local
	return fields
}
