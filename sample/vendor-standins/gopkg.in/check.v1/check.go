// Package check is a stand-in for gopkg.in/check.v1: suites, a filter, and the lines of the verbose mode.
package check

import (
	"bytes"
	"flag"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

var (
	filter  = flag.String("check.f", "", "Regular expression selecting which tests and/or suites to run")
	verbose = flag.Bool("check.v", false, "Verbose mode")

	suites []interface{}
)

// Suite registers a value whose methods named Test are tests.
func Suite(suite interface{}) interface{} {
	suites = append(suites, suite)
	return suite
}

// C is one test that runs.
type C struct {
	outcome string
	log     bytes.Buffer
}

// TestingT runs the tests of all suites that the filter selects.
func TestingT(t *testing.T) {
	selected := regexp.MustCompile(*filter)
	for _, suite := range suites {
		value := reflect.ValueOf(suite)
		for i := 0; i < value.NumMethod(); i++ {
			method := value.Type().Method(i)
			name := value.Type().Elem().Name() + "." + method.Name
			if !strings.HasPrefix(method.Name, "Test") || !selected.MatchString(name) {
				continue
			}
			start, c := time.Now(), &C{outcome: "PASS"}
			c.call(value, "SetUpTest")
			if c.outcome == "PASS" {
				c.call(value, method.Name)
			}
			c.call(value, "TearDownTest")
			c.report(t, name, method.Func.Pointer(), time.Since(start))
		}
	}
}

// call calls a method if there is one, in a goroutine that FailNow can end.
func (c *C) call(suite reflect.Value, name string) {
	method := suite.MethodByName(name)
	if !method.IsValid() {
		return
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() {
			if cause := recover(); cause != nil {
				c.outcome = "PANIC"
				c.Logf("... Panic: %v", cause)
			}
		}()
		method.Call([]reflect.Value{reflect.ValueOf(c)})
	}()
	<-done
}

func (c *C) report(t *testing.T, name string, pc uintptr, took time.Duration) {
	file, line := runtime.FuncForPC(pc).FileLine(pc)
	header := fmt.Sprintf("%s: %s:%d: %s", c.outcome, filepath.Base(file), line, name)
	if c.outcome != "PASS" {
		t.Fail()
		rule := strings.Repeat("-", 70)
		fmt.Printf("\n%s\n%s\n\n%s\n%s\n", rule, header, c.log.String(), rule)
	} else if *verbose {
		fmt.Printf("%s\t%.3fs\n", header, took.Seconds())
	}
}

// Log notes something that is printed if the test fails.
func (c *C) Log(args ...interface{}) { fmt.Fprintln(&c.log, args...) }

// Logf notes something that is printed if the test fails.
func (c *C) Logf(format string, args ...interface{}) { fmt.Fprintf(&c.log, format+"\n", args...) }

// FailNow ends the test.
func (c *C) FailNow() {
	c.outcome = "FAIL"
	runtime.Goexit()
}

// Check fails the test, and lets it go on, if a value is not as it should be.
func (c *C) Check(obtained interface{}, checker Checker, args ...interface{}) bool {
	return c.compare(obtained, checker, args)
}

// Assert ends the test if a value is not as it should be.
func (c *C) Assert(obtained interface{}, checker Checker, args ...interface{}) {
	if !c.compare(obtained, checker, args) {
		c.FailNow()
	}
}

func (c *C) compare(obtained interface{}, checker Checker, args []interface{}) bool {
	if checker(obtained, args...) {
		return true
	}
	c.outcome = "FAIL"
	_, file, line, _ := runtime.Caller(2)
	c.Logf("%s:%d:\n... obtained %T = %#v\n... expected %#v", filepath.Base(file), line, obtained, obtained, args)
	return false
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
