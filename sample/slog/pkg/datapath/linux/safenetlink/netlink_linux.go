// Package safenetlink repeats listings that the kernel could not finish in one piece.
package safenetlink

import (
	"errors"
	"time"

	"github.com/vishvananda/netlink"
)

const (
	tries = 30
	pause = time.Millisecond
)

// whole asks until nothing changed meanwhile.
func whole[T any](ask func() (T, error)) (answer T, err error) {
	for left := tries; left > 0; left-- {
		if answer, err = ask(); !errors.Is(err, netlink.ErrDumpInterrupted) {
			return answer, err
		}
		time.Sleep(pause)
	}
	return answer, err
}

// LinkByName is netlink.LinkByName.
func LinkByName(name string) (netlink.Link, error) {
	return whole(func() (netlink.Link, error) { return netlink.LinkByName(name) })
}

// AddrList is netlink.AddrList.
func AddrList(link netlink.Link, family int) ([]netlink.Addr, error) {
	return whole(func() ([]netlink.Addr, error) { return netlink.AddrList(link, family) })
}

// RouteList is netlink.RouteList.
func RouteList(link netlink.Link, family int) ([]netlink.Route, error) {
	return whole(func() ([]netlink.Route, error) { return netlink.RouteList(link, family) })
}

// RouteListFiltered is netlink.RouteListFiltered.
func RouteListFiltered(family int, filter *netlink.Route, filterMask uint64) ([]netlink.Route, error) {
	return whole(func() ([]netlink.Route, error) { return netlink.RouteListFiltered(family, filter, filterMask) })
}
