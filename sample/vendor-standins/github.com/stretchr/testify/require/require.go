// Package require is a stand-in for github.com/stretchr/testify/require. What does not hold ends the test.
package require

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// TestingT is what a test has to offer.
type TestingT interface {
	Errorf(format string, args ...interface{})
	FailNow()
}

func hold(t TestingT, holds bool, message string, about []interface{}) {
	if !holds {
		_, file, line, _ := runtime.Caller(2)
		t.Errorf("\n%s:%d: %s %s", filepath.Base(file), line, message, fmt.Sprint(about...))
		t.FailNow()
	}
}

func isNil(object interface{}) bool {
	switch value := reflect.ValueOf(object); value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Chan, reflect.Func, reflect.Map, reflect.Ptr, reflect.Slice:
		return value.IsNil()
	}
	return false
}

// Nil takes nil, alone or of any type that has one.
func Nil(t TestingT, object interface{}, msgAndArgs ...interface{}) {
	hold(t, isNil(object), fmt.Sprintf("expected nil, got %#v", object), msgAndArgs)
}

// NotNil is the opposite of Nil.
func NotNil(t TestingT, object interface{}, msgAndArgs ...interface{}) {
	hold(t, !isNil(object), "expected something, got nil", msgAndArgs)
}

// NoError takes nil.
func NoError(t TestingT, err error, msgAndArgs ...interface{}) {
	hold(t, err == nil, fmt.Sprintf("expected no error, got %v", err), msgAndArgs)
}

// Error takes any error.
func Error(t TestingT, err error, msgAndArgs ...interface{}) {
	hold(t, err != nil, "expected an error, got none", msgAndArgs)
}

// Equal compares types and values, also of what they hold.
func Equal(t TestingT, expected, actual interface{}, msgAndArgs ...interface{}) {
	hold(t, reflect.DeepEqual(expected, actual), fmt.Sprintf("expected %#v, got %#v", expected, actual), msgAndArgs)
}

// True takes true.
func True(t TestingT, value bool, msgAndArgs ...interface{}) {
	hold(t, value, "expected true", msgAndArgs)
}

// False takes false.
func False(t TestingT, value bool, msgAndArgs ...interface{}) {
	hold(t, !value, "expected false", msgAndArgs)
}

// NotContains takes texts that do not occur in another.
func NotContains(t TestingT, s, contains interface{}, msgAndArgs ...interface{}) {
	hold(t, !strings.Contains(s.(string), contains.(string)), fmt.Sprintf("expected no %q in %q", contains, s), msgAndArgs)
}
