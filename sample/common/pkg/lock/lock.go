// Package lock names the mutexes of the agent.
package lock

import "sync"

// Mutex is a plain mutex.
type Mutex struct {
	sync.Mutex
}

// RWMutex is a mutex with readers.
type RWMutex struct {
	sync.RWMutex
}
