// Package hivetest is a stand-in for github.com/cilium/hive/hivetest.
package hivetest

import (
	"log/slog"
	"strings"
	"testing"
)

type testWriter struct{ testing.TB }

func (w testWriter) Write(line []byte) (int, error) {
	w.Helper()
	w.Log(strings.TrimRight(string(line), "\n"))
	return len(line), nil
}

// Logger gives a logger that writes into the log of the test.
func Logger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
