package main

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// tagSets are the ways in which a tree is built.
var tagSets = [...][]string{nil, {"privileged_tests"}, {"unparallel"}}

// source is one Go file. What it says of itself never changes, so it is shared by all trees that have it.
type source struct {
	path    string
	id      string
	matches [len(tagSets)]bool
	name    string // of its package
	imports []imported
	// file has no function bodies; nil where the clone lacks the file.
	file *ast.File
	text func() ([]byte, error)
}

// imported is one import of a source.
type imported struct {
	path, alias string
	// users are the names that are followed by a dot outside of function bodies.
	users map[string]bool
}

// library finds sources and packages, and keeps them for the trees to come.
type library struct {
	objects *objects
	files   *token.FileSet
	sources *recent[*source] // by path and id
	// packages by key. What is kept here goes with all that it is made of, see tree.complete: two copies of a type
	// are two types.
	packages *recent[*types.Package]
	units    *recent[[]finding]
	// standard has the packages of the standard library, for good.
	standard map[string]*pkg
	since    map[string]int
}

func newLibrary(objects *objects) *library {
	return &library{
		objects:  objects,
		files:    token.NewFileSet(),
		sources:  newRecent[*source](),
		packages: newRecent[*types.Package](),
		units:    newRecent[[]finding](),
		standard: map[string]*pkg{},
		since:    standardLibrarySince(),
	}
}

// nextBase forgets what neither this base nor the one before it needed.
func (l *library) nextBase() {
	l.sources.nextRound(func(s *source) {
		if s.file != nil {
			l.files.RemoveFile(l.files.File(s.file.FileStart))
		}
	})
	l.packages.nextRound(func(*types.Package) {})
	l.units.nextRound(func([]finding) {})
	l.objects.folders.nextRound(func([]entry) {})
}

// eachSource hands out the Go files of a folder of a tree until told to stop; none where there is no such folder.
func (l *library) eachSource(root, folder string, next func(*source) bool) error {
	entries, err := l.objects.at(root, folder)
	for _, e := range entries {
		if e.folder || !strings.HasSuffix(e.name, ".go") {
			continue
		}
		s := l.source(path.Join(folder, e.name), e.id, func() ([]byte, error) { return l.objects.read(e.id) })
		if !next(s) {
			break
		}
	}
	return err
}

// eachStandardSource does the same for a package of the standard library.
func (l *library) eachStandardSource(importPath string, next func(*source) bool) {
	files, _ := filepath.Glob(filepath.Join(build.Default.GOROOT, "src", importPath, "*.go"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		if !next(l.source(file, "", func() ([]byte, error) { return os.ReadFile(file) })) {
			break
		}
	}
}

func (l *library) source(file, id string, text func() ([]byte, error)) *source {
	key := file + " " + id
	if known, ok := l.sources.get(key); ok {
		return known
	}
	s := &source{path: file, id: id, text: text}
	l.sources.put(key, s)
	var data []byte
	var failed error
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = "linux", "amd64", false
	context.OpenFile = func(string) (io.ReadCloser, error) {
		if data == nil && failed == nil {
			data, failed = text()
		}
		return io.NopCloser(bytes.NewReader(data)), failed
	}
	matched := false
	for i, tags := range tagSets {
		context.BuildTags = tags
		matches, err := context.MatchFile(path.Dir(file), path.Base(file))
		// A file that cannot be read counts as one of its package, which then is not complete.
		s.matches[i] = matches || err != nil
		matched = matched || s.matches[i]
	}
	if matched && failed == nil {
		l.parseShell(s, data)
	}
	return s
}

// parseShell reads what other packages can see of a file.
func (l *library) parseShell(s *source, text []byte) {
	file, _ := parser.ParseFile(l.files, s.path, text, parser.SkipObjectResolution)
	if file == nil {
		return
	}
	users := map[string]bool{}
	empty := &ast.BlockStmt{}
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			function.Body = nil
		}
		ast.Inspect(declaration, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncLit:
				node.Body = empty
			case *ast.SelectorExpr:
				if name, ok := node.X.(*ast.Ident); ok {
					users[name.Name] = true
				}
			}
			return true
		})
	}
	s.file, s.name = file, file.Name.Name
	for _, spec := range file.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		alias := ""
		if spec.Name != nil {
			alias = spec.Name.Name
		}
		s.imports = append(s.imports, imported{importPath, alias, users})
	}
}

func (s *source) isTest() bool {
	return strings.HasSuffix(s.path, "_test.go")
}
