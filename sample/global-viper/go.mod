module github.com/cilium/cilium

go 1.19

require (
	github.com/sirupsen/logrus v1.6.0
	github.com/spf13/cobra v1.0.0
	github.com/spf13/pflag v1.0.5
	github.com/spf13/viper v1.7.0
	github.com/vishvananda/netlink v1.1.0
	golang.org/x/sys v0.1.0
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c
)
