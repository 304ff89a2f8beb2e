module github.com/cilium/cilium

go 1.21

require (
	github.com/cilium/checkmate v1.0.3
	github.com/sirupsen/logrus v1.9.3
	github.com/spf13/cobra v1.8.0
	github.com/spf13/pflag v1.0.5
	github.com/spf13/viper v1.17.0
	github.com/vishvananda/netlink v1.2.1
	golang.org/x/sys v0.15.0
)
