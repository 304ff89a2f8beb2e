// Package testutils helps tests.
package testutils

import (
	"os"
	"regexp"
	"testing"
)

const privilegedEnv = "PRIVILEGED_TESTS"

var privilegedName = regexp.MustCompile("^(Test|Benchmark)Privileged")

// PrivilegedTest skips a test that needs root, unless the environment asks for it. Such a test
// shows it in its name.
func PrivilegedTest(tb testing.TB) {
	tb.Helper()
	switch {
	case !privilegedName.MatchString(tb.Name()):
		tb.Fatalf("the name of %s must start with TestPrivileged or BenchmarkPrivileged", tb.Name())
	case os.Getenv(privilegedEnv) == "":
		tb.Skip(privilegedEnv + " is not set")
	}
}
