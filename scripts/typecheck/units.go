package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// finding is one error in a file of a tree.
type finding struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// unit is what the compiler takes at once: a package, the same with its in-package tests, or its external tests.
type unit struct {
	tree    *tree
	kind    string
	path    string
	sources []*source
}

// unitsOf gives the units of a folder; none where it has no Go files.
func (t *tree) unitsOf(folder string) ([]unit, error) {
	importPath := t.importPath(folder)
	var plain, inside, outside []*source
	err := t.library.eachSource(t.root, folder, func(s *source) bool {
		switch {
		case !s.matches[t.tags]:
		case !s.isTest():
			plain = append(plain, s)
		case strings.HasSuffix(s.name, "_test"):
			outside = append(outside, s)
		default:
			inside = append(inside, s)
		}
		return true
	})
	var units []unit
	if len(plain) > 0 {
		units = append(units, unit{t, "package", importPath, plain})
	}
	if len(inside) > 0 {
		units = append(units, unit{t, "tests", importPath, slices.Concat(plain, inside)})
	}
	if len(outside) > 0 {
		units = append(units, unit{t.withTestsOf(importPath), "external tests", importPath + "_test", outside})
	}
	return units, err
}

// findings are the errors of a unit, function bodies included.
func (u unit) findings() []finding {
	l := u.tree.library
	imports, key := u.imports()
	if known, ok := l.units.get(key); ok {
		return known
	}
	var found []finding
	add := func(position token.Position, message string) {
		found = append(found, finding{position.Filename, position.Line, message})
	}
	var files []*ast.File
	for _, s := range u.sources {
		text, err := s.text()
		if err != nil {
			add(token.Position{Filename: s.path}, errIncomplete.Error())
			continue
		}
		file, err := parser.ParseFile(l.files, s.path, text, parser.SkipObjectResolution)
		files = append(files, file)
		var list scanner.ErrorList
		if errors.As(err, &list) {
			for _, one := range list {
				add(one.Pos, one.Msg)
			}
		}
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{
		GoVersion:   u.tree.language,
		FakeImportC: true,
		Sizes:       types.SizesFor("gc", "amd64"),
		Importer: importer(func(importPath string) (*types.Package, error) {
			return u.tree.importable(imports[importPath])
		}),
		Error: func(err error) {
			var one types.Error
			// A message that begins with a tab goes on about the one before.
			if errors.As(err, &one) && !strings.HasPrefix(one.Msg, "\t") {
				add(l.files.Position(one.Pos), one.Msg)
			}
		},
	}
	_, _ = config.Check(u.path, l.files, files, info)
	u.tree.tooNew(info, func(node ast.Node, message string) { add(l.files.Position(node.Pos()), message) })
	for _, file := range files {
		l.files.RemoveFile(l.files.File(file.FileStart))
	}
	l.units.put(key, found)
	return found
}

// imports finds all packages that a unit imports; the key tells whether the unit and all it imports are the same.
func (u unit) imports() (map[string]*pkg, string) {
	found := map[string]*pkg{}
	hash := sha256.New()
	fmt.Fprintln(hash, u.path, u.tree.language)
	for _, s := range u.sources {
		fmt.Fprintln(hash, s.path, s.id)
		for _, i := range s.imports {
			if i.path == "unsafe" || i.path == "C" || found[i.path] != nil {
				continue
			}
			found[i.path] = u.tree.find(i.path, nil)
			fmt.Fprintln(hash, i.path, found[i.path].key)
		}
	}
	return found, string(hash.Sum(nil))
}

// cycles are imports of a unit that another state of it does not have and that lead back to it. Declarations alone
// do not show them: a package may need another for function bodies only.
func (u unit) cycles(before map[string]*pkg) []finding {
	var found []finding
	for _, s := range u.sources {
		if s.file == nil {
			continue
		}
		for _, spec := range s.file.Imports {
			importPath, _ := strconv.Unquote(spec.Path.Value)
			if before[importPath] == nil && u.tree.leadsTo(importPath, u.path, map[string]bool{}) {
				line := u.tree.library.files.Position(spec.Pos()).Line
				found = append(found, finding{s.path, line, "import cycle not allowed: " + importPath})
			}
		}
	}
	return found
}

// leadsTo says whether a package of the tree is another, or imports it, directly or not.
func (t *tree) leadsTo(from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] || !strings.HasPrefix(from, t.module+"/") {
		return false
	}
	seen[from] = true
	for _, s := range t.find(from, nil).sources {
		for _, i := range s.imports {
			if t.leadsTo(i.path, to, seen) {
				return true
			}
		}
	}
	return false
}

// numbers are what may differ in a message although the mistake is the same.
var numbers = regexp.MustCompile(`:\d+(:\d+)?`)

// newFindings are those of the second list that the first does not have, whatever their lines are.
func newFindings(base, patched []finding) []finding {
	known := map[string]int{}
	plain := func(f finding) string { return f.Path + " " + numbers.ReplaceAllString(f.Message, "") }
	for _, f := range base {
		known[plain(f)]++
	}
	var found []finding
	for _, f := range patched {
		if known[plain(f)]--; known[plain(f)] < 0 {
			found = append(found, f)
		}
	}
	return found
}

func (f finding) compare(other finding) int {
	return cmp.Or(
		cmp.Compare(f.Path, other.Path), cmp.Compare(f.Line, other.Line), cmp.Compare(f.Message, other.Message),
	)
}
