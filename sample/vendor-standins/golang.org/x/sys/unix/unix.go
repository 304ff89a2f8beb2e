// Package unix is a stand-in for golang.org/x/sys/unix: the few names that the sample trees and
// their tests use, built on the standard library's syscall package only.
package unix

import "syscall"

// Error numbers.
const (
	EEXIST = syscall.EEXIST
	EINVAL = syscall.EINVAL
	ENODEV = syscall.ENODEV
	ENOENT = syscall.ENOENT
	EPERM  = syscall.EPERM
	ERANGE = syscall.ERANGE
	ESRCH  = syscall.ESRCH
)

// Namespaces, address flags, route protocols, types and tables.
const (
	CLONE_NEWNET = syscall.CLONE_NEWNET
	CLONE_NEWNS  = syscall.CLONE_NEWNS

	IFA_F_NODAD = 0x02

	RTPROT_UNSPEC   = 0
	RTPROT_REDIRECT = 1
	RTPROT_KERNEL   = 2
	RTPROT_BOOT     = 3
	RTPROT_STATIC   = 4

	RTN_UNICAST = 1
	RTN_LOCAL   = 2

	RT_TABLE_UNSPEC  = 0
	RT_TABLE_COMPAT  = 252
	RT_TABLE_DEFAULT = 253
	RT_TABLE_MAIN    = 254
	RT_TABLE_LOCAL   = 255

	RLIMIT_MEMLOCK = 8
	RLIM_INFINITY  = ^uint64(0)
)

// Errno is the error type of the kernel's answers.
type Errno = syscall.Errno

// Rlimit holds the soft and the hard limit of one resource.
type Rlimit = syscall.Rlimit

// Unshare moves the calling thread into namespaces of its own.
func Unshare(flags int) error { return syscall.Unshare(flags) }

// Setrlimit sets the limits of one resource.
func Setrlimit(resource int, limit *Rlimit) error { return syscall.Setrlimit(resource, limit) }

// Gettid gives the id of the calling thread.
func Gettid() int { return syscall.Gettid() }
