// Package check is a stand-in for github.com/cilium/checkmate: the suites of check.v1 as subtests of the
// testing package, whose flags select them.
package check

import (
	"reflect"
	"strings"
	"testing"
)

var suites []interface{}

// Suite registers a value whose methods named Test are tests.
func Suite(suite interface{}) interface{} {
	suites = append(suites, suite)
	return suite
}

// C is one test that runs.
type C struct{ *testing.T }

// TestingT runs the tests of all suites.
func TestingT(t *testing.T) {
	for _, suite := range suites {
		value := reflect.ValueOf(suite)
		t.Run(value.Type().Elem().Name(), func(t *testing.T) {
			call(value, "SetUpSuite", t)
			for i := 0; i < value.NumMethod(); i++ {
				method := value.Type().Method(i).Name
				if !strings.HasPrefix(method, "Test") {
					continue
				}
				t.Run(method, func(t *testing.T) {
					t.Cleanup(func() { call(value, "TearDownTest", t) })
					call(value, "SetUpTest", t)
					call(value, method, t)
				})
			}
		})
	}
}

// call calls a method if there is one.
func call(suite reflect.Value, name string, t *testing.T) {
	if method := suite.MethodByName(name); method.IsValid() {
		method.Call([]reflect.Value{reflect.ValueOf(&C{t})})
	}
}

// Check fails the test, and lets it go on, if a value is not as it should be.
func (c *C) Check(obtained interface{}, checker Checker, args ...interface{}) bool {
	c.Helper()
	if checker(obtained, args...) {
		return true
	}
	c.Errorf("obtained %T = %#v, expected %#v", obtained, obtained, args)
	return false
}

// Assert ends the test if a value is not as it should be.
func (c *C) Assert(obtained interface{}, checker Checker, args ...interface{}) {
	c.Helper()
	if !c.Check(obtained, checker, args...) {
		c.FailNow()
	}
}

// Checker tells whether a value is as it should be.
type Checker func(obtained interface{}, args ...interface{}) bool

// IsNil takes nil, alone or of any type that has one.
var IsNil Checker = func(obtained interface{}, _ ...interface{}) bool {
	switch value := reflect.ValueOf(obtained); value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Chan, reflect.Func, reflect.Map, reflect.Ptr, reflect.Slice:
		return value.IsNil()
	}
	return false
}

// NotNil is the opposite of IsNil.
var NotNil = Not(IsNil)

// Equals compares with ==.
var Equals Checker = func(obtained interface{}, args ...interface{}) bool { return obtained == args[0] }

// Not turns a checker around.
func Not(checker Checker) Checker {
	return func(obtained interface{}, args ...interface{}) bool { return !checker(obtained, args...) }
}
