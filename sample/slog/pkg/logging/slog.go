// Package logging holds the logger that every part of the agent starts from.
package logging

import (
	"log/slog"
	"os"
)

var level = new(slog.LevelVar)

// DefaultSlogLogger writes to the standard error output.
var DefaultSlogLogger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))

// SetLogLevelToDebug lets more messages through.
func SetLogLevelToDebug() { level.Set(slog.LevelDebug) }

// Fatal writes and ends the process.
func Fatal(logger *slog.Logger, msg string, args ...any) {
	logger.Error(msg, args...)
	os.Exit(1)
}
