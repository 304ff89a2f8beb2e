package main

import (
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
)

// comparison is what a change of a tree does to the packages of it.
type comparison struct {
	// Folders that were checked: the changed ones, and where they lose something that others could use, its users.
	Folders []string  `json:"folders"`
	Errors  []finding `json:"errors"`
	// Known is how many errors the changed folders have without the change as well.
	Known int `json:"known"`
	// Lacking are errors that come of files that the clone leaves out, and say nothing of the change.
	Lacking []finding `json:"lacking"`
}

// compare checks all that a change may break; base and patched name tree objects.
func (l *library) compare(base, patched string) (comparison, error) {
	folders := map[string]bool{}
	err := l.objects.changed("", base, patched, func(file string) {
		if strings.HasSuffix(file, ".go") {
			folders[path.Dir(file)] = true
		}
	})
	result := comparison{Folders: []string{}, Errors: []finding{}, Lacking: []finding{}}
	if err != nil {
		return result, err
	}
	for tags := range tagSets {
		before, err := l.openTree(base, tags)
		if err != nil {
			return result, err
		}
		after, err := l.openTree(patched, tags)
		if err != nil {
			return result, err
		}
		if tags == 0 {
			if err := addUsers(folders, before, after); err != nil {
				return result, err
			}
		}
		for _, folder := range slices.Sorted(maps.Keys(folders)) {
			if err := result.addFolder(before, after, folder); err != nil {
				return result, err
			}
		}
	}
	result.Folders = append(result.Folders, slices.Sorted(maps.Keys(folders))...)
	slices.SortFunc(result.Errors, finding.compare)
	result.Errors = slices.Compact(result.Errors)
	slices.SortFunc(result.Lacking, finding.compare)
	result.Lacking = slices.Compact(result.Lacking)
	return result, nil
}

func (c *comparison) addFolder(before, after *tree, folder string) error {
	old, err := before.unitsOf(folder)
	if err != nil {
		return err
	}
	now, err := after.unitsOf(folder)
	if err != nil {
		return err
	}
	for _, u := range now {
		var known []finding
		imports := map[string]*pkg{}
		for _, other := range old {
			if other.kind == u.kind {
				known = other.findings()
				imports, _ = other.imports()
			}
		}
		found := append(newFindings(known, u.findings()), u.cycles(imports)...)
		for _, one := range found {
			if strings.Contains(one.Message, errMissing.Error()) {
				c.Lacking = append(c.Lacking, one)
			} else {
				c.Errors = append(c.Errors, one)
			}
		}
		c.Known = max(c.Known, len(known))
	}
	return nil
}

// addUsers adds the folders that import a changed package which no longer offers all it did.
func addUsers(folders map[string]bool, before, after *tree) error {
	var lost []string
	for folder := range folders {
		importPath := before.importPath(folder)
		if before.loses(after, importPath) {
			lost = append(lost, importPath)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return after.eachFolder(func(folder string) error {
		return after.library.eachSource(after.root, folder, func(s *source) bool {
			for _, i := range s.imports {
				if slices.Contains(lost, i.path) {
					folders[folder] = true
				}
			}
			return true
		})
	})
}

// loses says whether something that a package offers is gone, or of another type, in another tree.
func (t *tree) loses(other *tree, importPath string) bool {
	old, err := t.importable(t.find(importPath, nil))
	if err != nil {
		return false
	}
	now, err := other.importable(other.find(importPath, nil))
	if err != nil {
		return true
	}
	offered := offers(now)
	for name, what := range offers(old) {
		if offered[name] != what {
			return true
		}
	}
	return false
}

// offers are the exported names of a package and what they are; fields of structs and methods count one by one.
func offers(p *types.Package) map[string]string {
	found := map[string]string{}
	for _, name := range p.Scope().Names() {
		object := p.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		named, isNamed := object.Type().(*types.Named)
		if _, isType := object.(*types.TypeName); !isType || !isNamed {
			found[name] = object.String()
			continue
		}
		for i := range named.NumMethods() {
			if method := named.Method(i); method.Exported() {
				found[name+"."+method.Name()] = method.String()
			}
		}
		fields, isStruct := named.Underlying().(*types.Struct)
		if !isStruct {
			found[name] = named.Underlying().String()
			continue
		}
		found[name] = "struct"
		for i := range fields.NumFields() {
			if field := fields.Field(i); field.Exported() {
				found[name+"."+field.Name()] = field.String()
			}
		}
	}
	return found
}

// eachFolder hands out the folders of the tree's own packages.
func (t *tree) eachFolder(next func(folder string) error) error {
	var walk func(id, folder string) error
	walk = func(id, folder string) error {
		if err := next(folder); err != nil {
			return err
		}
		entries, err := t.library.objects.folder(id)
		for _, e := range entries {
			if e.folder && e.name != "vendor" && err == nil {
				err = walk(e.id, path.Join(folder, e.name))
			}
		}
		return err
	}
	return walk(t.root, "")
}
