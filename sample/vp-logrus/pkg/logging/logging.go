// Package logging holds the logger that every part of the agent starts from.
package logging

import "github.com/sirupsen/logrus"

// DefaultLogger writes to the standard error output.
var DefaultLogger = logrus.New()
