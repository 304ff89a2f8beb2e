package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
)

// tree is one state of the sources, built with one set of tags.
type tree struct {
	library *library
	root    string // names a tree object
	tags    int    // index of tagSets
	// testOf is the import path whose in-package tests count as part of it, as for an external test package.
	testOf   string
	module   string
	language string // such as go1.16
	packages map[string]*pkg
}

// pkg is a package as others import it.
type pkg struct {
	path, name string
	// key is the same in two trees if the package and all it is made of are; empty until that is known.
	key     string
	sources []*source
	imports map[string]*pkg
	// lack says why its names are not known; it is imported as a package that has any name.
	lack error
	// types are nil until somebody needs them.
	types *types.Package
}

var (
	errUnused = errors.New("not used by declarations")
	errCycle  = errors.New("import cycle not allowed")
	// A lack of the machine, never a mistake of a series.
	errIncomplete = fmt.Errorf("a file of it is %w", errMissing)

	moduleLine   = regexp.MustCompile(`(?m)^module\s+"?([^\s"]+)`)
	languageLine = regexp.MustCompile(`(?m)^go\s+(1\.\d+)`)
)

// openTree reads what go.mod says. Before there was one, the builder images had Go 1.12.
func (l *library) openTree(root string, tags int) (*tree, error) {
	t := &tree{
		library: l, root: root, tags: tags,
		module: "github.com/cilium/cilium", language: "go1.12",
		packages: map[string]*pkg{},
	}
	entries, err := l.objects.at(root, "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", root, err)
	}
	for _, e := range entries {
		if e.name != "go.mod" {
			continue
		}
		text, err := l.objects.read(e.id)
		if err != nil {
			return nil, fmt.Errorf("%s:go.mod: %w", root, err)
		}
		if found := moduleLine.FindSubmatch(text); found != nil {
			t.module = string(found[1])
		}
		if found := languageLine.FindSubmatch(text); found != nil {
			t.language = "go" + string(found[1])
		}
	}
	return t, nil
}

// withTestsOf is the same tree as the external tests of a package see it.
func (t *tree) withTestsOf(importPath string) *tree {
	other := *t
	other.testOf, other.packages = importPath, map[string]*pkg{}
	return &other
}

// importPath of a folder of the tree.
func (t *tree) importPath(folder string) string {
	return path.Join(t.module, folder)
}

// eachSource hands out the sources of an import path until told to stop.
func (t *tree) eachSource(importPath string, fromStandard bool, next func(*source) bool) error {
	if inModule := importPath == t.module || strings.HasPrefix(importPath, t.module+"/"); inModule {
		folder := strings.TrimPrefix(strings.TrimPrefix(importPath, t.module), "/")
		return t.library.eachSource(t.root, folder, next)
	}
	if fromStandard || !strings.Contains(firstPart(importPath), ".") {
		t.library.eachStandardSource(standardPath(importPath), next)
		return nil
	}
	return t.library.eachSource(t.root, "vendor/"+importPath, next)
}

// standardPath is where the standard library has an import path of its own files.
func standardPath(importPath string) string {
	if strings.Contains(firstPart(importPath), ".") {
		return "vendor/" + importPath
	}
	return importPath
}

func firstPart(importPath string) string {
	first, _, _ := strings.Cut(importPath, "/")
	return first
}

// find gives the package of an import path; one that lacks its names where it cannot be had.
func (t *tree) find(importPath string, from *pkg) *pkg {
	fromStandard := from != nil && isStandard(from)
	known := t.packages
	if fromStandard || !strings.Contains(firstPart(importPath), ".") {
		importPath, known = standardPath(importPath), t.library.standard
	}
	if p, ok := known[importPath]; ok {
		return p
	}
	p := &pkg{path: importPath, name: path.Base(importPath), imports: map[string]*pkg{}}
	known[importPath] = p
	found := false
	p.lack = t.eachSource(importPath, fromStandard, func(s *source) bool {
		found = true
		if t.isPartOf(s, importPath) {
			p.sources = append(p.sources, s)
		}
		return true
	})
	if p.lack == nil && !found {
		p.lack = errors.New("there is no such package")
	}
	t.complete(p)
	return p
}

func isStandard(p *pkg) bool {
	return !strings.Contains(firstPart(p.path), ".")
}

// isPartOf says whether a file belongs to what importers get.
func (t *tree) isPartOf(s *source, importPath string) bool {
	if !s.matches[t.tags] {
		return false
	}
	if !s.isTest() {
		return true
	}
	return importPath == t.testOf && !strings.HasSuffix(s.name, "_test")
}

// complete finds what the declarations of a package need of others, and tells what it is made of.
func (t *tree) complete(p *pkg) {
	hash := sha256.New()
	fmt.Fprintln(hash, p.path)
	for _, s := range p.sources {
		fmt.Fprintln(hash, s.path, s.id)
		if s.file == nil {
			p.lack = errIncomplete
			continue
		}
		p.name = s.name
		for _, i := range s.imports {
			if i.path == "C" || i.path == "unsafe" || p.imports[i.path] != nil || !t.isNeeded(p, i) {
				continue
			}
			dependency := t.find(i.path, p)
			if dependency.key == "" {
				dependency = &pkg{path: i.path, key: "cycle", lack: errCycle}
			}
			p.imports[i.path] = dependency
			fmt.Fprintln(hash, i.path, dependency.key)
		}
	}
	if p.lack != nil {
		fmt.Fprintln(hash, p.lack)
	}
	p.key = string(hash.Sum(nil))
	// Asking for it here, and not only when its types are, keeps it as long as what is made of it.
	p.types, _ = t.library.packages.get(p.key)
}

// isNeeded says whether declarations outside of function bodies may name an import.
func (t *tree) isNeeded(p *pkg, i imported) bool {
	switch i.alias {
	case "":
		base := path.Base(i.path)
		return i.users[base] || i.users[t.nameOf(i.path, p)]
	case ".":
		return true
	default:
		return i.users[i.alias]
	}
}

// nameOf is the name that a package declares.
func (t *tree) nameOf(importPath string, from *pkg) string {
	name := path.Base(importPath)
	if isStandard(from) || !strings.Contains(firstPart(importPath), ".") {
		if name == "v2" {
			name = path.Base(path.Dir(importPath))
		}
		return name
	}
	_ = t.eachSource(importPath, isStandard(from), func(s *source) bool {
		if !s.isTest() && s.matches[t.tags] && s.file != nil {
			name = s.name
			return false
		}
		return true
	})
	return name
}

// typesOf looks at the declarations of a package. Its own errors do not count: it was not changed, or it is
// looked at in full as well.
func (t *tree) typesOf(p *pkg) *types.Package {
	l := t.library
	if p.types == nil {
		p.types, _ = l.packages.get(p.key) // another tree's package may have been looked at in the meantime
	}
	if p.types != nil {
		return p.types
	}
	files := make([]*ast.File, 0, len(p.sources))
	for _, s := range p.sources {
		if s.file != nil {
			files = append(files, s.file)
		}
	}
	config := types.Config{
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error:            func(error) {},
		Importer: importer(func(importPath string) (*types.Package, error) {
			dependency := p.imports[importPath]
			if dependency == nil {
				return nil, errUnused
			}
			return t.importable(dependency)
		}),
	}
	p.types, _ = config.Check(p.path, l.files, files, nil)
	if isStandard(p) {
		p.sources = nil // kept for good, and not looked at again
	} else {
		l.packages.put(p.key, p.types)
	}
	return p.types
}

// importable gives a package to go/types, which takes one that comes with an error for one that has any name.
func (t *tree) importable(p *pkg) (*types.Package, error) {
	nothing := !slices.ContainsFunc(p.sources, func(s *source) bool { return s.file != nil })
	if p.lack != nil && nothing {
		return nil, p.lack
	}
	return t.typesOf(p), p.lack
}

type importer func(importPath string) (*types.Package, error)

func (i importer) Import(importPath string) (*types.Package, error) {
	if importPath == "unsafe" {
		return types.Unsafe, nil
	}
	return i(importPath)
}
