// Package linux_defaults holds numbers that the kernel sees.
package linux_defaults

import "golang.org/x/sys/unix"

// RTProto marks the agent's routes; network managers leave this one alone.
const RTProto = unix.RTPROT_KERNEL
