//go:build !privileged_tests
// +build !privileged_tests

package option

import "testing"

func TestConfig(t *testing.T) {
	if Config == nil {
		t.Fatal("expected the agent's configuration, found none")
	}
}
