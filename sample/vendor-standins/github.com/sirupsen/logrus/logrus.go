// Package logrus is a stand-in for github.com/sirupsen/logrus: levels, fields and one text form.
package logrus

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sort"
	"sync"
)

// Fields are named values of one entry.
type Fields map[string]interface{}

// Level says how urgent an entry is; smaller is more urgent.
type Level uint32

// Levels.
const (
	PanicLevel Level = iota
	FatalLevel
	ErrorLevel
	WarnLevel
	InfoLevel
	DebugLevel
)

var levelNames = [...]string{"panic", "fatal", "error", "warning", "info", "debug"}

// String names the level.
func (l Level) String() string { return levelNames[l] }

// ErrorKey is the field that WithError sets.
const ErrorKey = "error"

// Logger writes entries to Out.
type Logger struct {
	Out   io.Writer
	Level Level

	writing sync.Mutex
}

// New gives a logger for the standard error output.
func New() *Logger { return &Logger{Out: os.Stderr, Level: InfoLevel} }

// SetLevel sets the least urgent level that is written.
func (l *Logger) SetLevel(level Level) { l.Level = level }

// GetLevel gives that level.
func (l *Logger) GetLevel() Level { return l.Level }

// SetOutput sets where entries go.
func (l *Logger) SetOutput(out io.Writer) { l.Out = out }

// WithField starts an entry.
func (l *Logger) WithField(key string, value interface{}) *Entry {
	return l.WithFields(Fields{key: value})
}

// WithFields starts an entry.
func (l *Logger) WithFields(fields Fields) *Entry { return (&Entry{Logger: l}).WithFields(fields) }

// WithError starts an entry.
func (l *Logger) WithError(err error) *Entry { return l.WithField(ErrorKey, err) }

// Entry is a message with fields.
type Entry struct {
	Logger *Logger
	Data   Fields
}

// WithField gives a copy with one field more.
func (e *Entry) WithField(key string, value interface{}) *Entry {
	return e.WithFields(Fields{key: value})
}

// WithError gives a copy with the error.
func (e *Entry) WithError(err error) *Entry { return e.WithField(ErrorKey, err) }

// WithFields gives a copy with more fields.
func (e *Entry) WithFields(fields Fields) *Entry {
	merged := Fields{}
	for _, source := range []Fields{e.Data, fields} {
		for key, value := range source {
			merged[key] = value
		}
	}
	return &Entry{Logger: e.Logger, Data: merged}
}

func (e *Entry) write(level Level, message string) {
	if level > e.Logger.Level {
		return
	}
	keys := make([]string, 0, len(e.Data))
	for key := range e.Data {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var line bytes.Buffer
	fmt.Fprintf(&line, "level=%s msg=%q", level, message)
	for _, key := range keys {
		fmt.Fprintf(&line, " %s=%q", key, fmt.Sprint(e.Data[key]))
	}
	line.WriteByte('\n')
	e.Logger.writing.Lock()
	defer e.Logger.writing.Unlock()
	e.Logger.Out.Write(line.Bytes())
}

// Debug writes at debug level.
func (e *Entry) Debug(args ...interface{}) { e.write(DebugLevel, fmt.Sprint(args...)) }

// Debugf writes at debug level.
func (e *Entry) Debugf(format string, args ...interface{}) {
	e.write(DebugLevel, fmt.Sprintf(format, args...))
}

// Info writes at info level.
func (e *Entry) Info(args ...interface{}) { e.write(InfoLevel, fmt.Sprint(args...)) }

// Infof writes at info level.
func (e *Entry) Infof(format string, args ...interface{}) {
	e.write(InfoLevel, fmt.Sprintf(format, args...))
}

// Warn writes at warning level.
func (e *Entry) Warn(args ...interface{}) { e.write(WarnLevel, fmt.Sprint(args...)) }

// Warnf writes at warning level.
func (e *Entry) Warnf(format string, args ...interface{}) {
	e.write(WarnLevel, fmt.Sprintf(format, args...))
}

// Warning writes at warning level.
func (e *Entry) Warning(args ...interface{}) { e.write(WarnLevel, fmt.Sprint(args...)) }

// Warningf writes at warning level.
func (e *Entry) Warningf(format string, args ...interface{}) {
	e.write(WarnLevel, fmt.Sprintf(format, args...))
}

// Error writes at error level.
func (e *Entry) Error(args ...interface{}) { e.write(ErrorLevel, fmt.Sprint(args...)) }

// Errorf writes at error level.
func (e *Entry) Errorf(format string, args ...interface{}) {
	e.write(ErrorLevel, fmt.Sprintf(format, args...))
}

// Fatal writes and ends the process.
func (e *Entry) Fatal(args ...interface{}) {
	e.write(FatalLevel, fmt.Sprint(args...))
	os.Exit(1)
}

// Fatalf writes and ends the process.
func (e *Entry) Fatalf(format string, args ...interface{}) { e.Fatal(fmt.Sprintf(format, args...)) }
