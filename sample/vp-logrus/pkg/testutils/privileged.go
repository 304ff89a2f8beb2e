// Package testutils helps tests.
package testutils

import (
	"os"
	"testing"
)

const privilegedEnv = "PRIVILEGED_TESTS"

// PrivilegedTest skips a test that needs root, unless the environment asks for it.
func PrivilegedTest(tb testing.TB) {
	if os.Getenv(privilegedEnv) == "" {
		tb.Skip(privilegedEnv + " is not set")
	}
}
