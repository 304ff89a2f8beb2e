package main

import (
	"go/ast"
	"go/build"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var (
	declared = regexp.MustCompile(`(?m)^pkg (\S+?)(?: \([\w-]+\))?, (?:func|var|const|type) (\w+)`)
	member   = regexp.MustCompile(`(?m)^pkg (\S+?)(?: \([\w-]+\))?, (?:method \(\*?(\w+)[^)]*\) |type (\w+)\S* (?:struct|interface), )(\w+)`)
)

// standardLibrarySince reads which Go 1.x brought each name of the standard library, from the lists that come
// with Go (GOROOT/api; some distributions leave them out). Names are as in "os.ReadFile", "testing.T.Setenv".
func standardLibrarySince() map[string]int {
	since := map[string]int{}
	for minor := 0; ; minor++ {
		name := strings.Replace("go1."+strconv.Itoa(minor)+".txt", "go1.0.", "go1.", 1)
		text, err := os.ReadFile(filepath.Join(build.Default.GOROOT, "api", name))
		if err != nil {
			return since
		}
		add := func(name string) {
			if _, known := since[name]; !known {
				since[name] = minor
			}
		}
		for _, found := range declared.FindAllStringSubmatch(string(text), -1) {
			add(found[1] + "." + found[2])
		}
		for _, found := range member.FindAllStringSubmatch(string(text), -1) {
			add(found[1] + "." + found[2] + found[3] + "." + found[4])
		}
	}
}

// tooNew finds names of the standard library that the Go of the tree does not have yet: the local Go, which
// types come from, is newer.
func (t *tree) tooNew(info *types.Info, tell func(node ast.Node, message string)) {
	tellOf := func(node ast.Node, name string) {
		if since := t.library.since[name]; since > t.languageMinor() {
			tell(node, "undefined before go1."+strconv.Itoa(since)+": "+name)
		}
	}
	for name, object := range info.Uses {
		if object.Pkg() != nil && object.Parent() == object.Pkg().Scope() {
			tellOf(name, object.Pkg().Path()+"."+object.Name())
		}
	}
	for expression, selection := range info.Selections {
		received := selection.Recv()
		if pointer, ok := received.Underlying().(*types.Pointer); ok {
			received = pointer.Elem()
		}
		named, ok := types.Unalias(received).(*types.Named)
		if !ok || named.Obj().Pkg() == nil {
			continue
		}
		// A type that is new itself may stand behind an older name, as fs.FileInfo behind os.FileInfo.
		typeName := named.Obj().Pkg().Path() + "." + named.Obj().Name()
		if t.library.since[typeName] <= t.languageMinor() {
			tellOf(expression.Sel, typeName+"."+selection.Obj().Name())
		}
	}
}

// languageMinor is the 16 of go1.16.
func (t *tree) languageMinor() int {
	minor, _ := strconv.Atoi(strings.TrimPrefix(t.language, "go1."))
	return minor
}
