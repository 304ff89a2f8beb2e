module github.com/cilium/cilium

go 1.24

require (
	github.com/cilium/hive v0.1.0
	github.com/spf13/cobra v1.10.1
	github.com/spf13/pflag v1.0.10
	github.com/spf13/viper v1.21.0
	github.com/stretchr/testify v1.11.1
	github.com/vishvananda/netlink v1.3.1
	golang.org/x/sys v0.37.0
)
