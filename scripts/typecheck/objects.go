package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// errMissing is what size-limited clones answer for the files they leave out.
var errMissing = errors.New("not in this clone")

// objects reads a repository's object database through one `git cat-file --batch`.
type objects struct {
	in      io.Writer
	out     *bufio.Reader
	folders *recent[[]entry] // by id of the tree object
}

// entry is one line of a tree object.
type entry struct {
	name   string
	id     string
	folder bool
}

func openObjects(repository string) (*objects, error) {
	command := exec.Command("git", "--git-dir", repository, "cat-file", "--batch")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &objects{in: in, out: bufio.NewReaderSize(out, 1<<20), folders: newRecent[[]entry]()}, command.Start()
}

// read gives the bytes of an object, which any revision expression may name.
func (o *objects) read(name string) ([]byte, error) {
	if _, err := fmt.Fprintln(o.in, name); err != nil {
		return nil, err
	}
	header, err := o.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(header, " missing\n") {
		return nil, fmt.Errorf("%s: %w", name, errMissing)
	}
	var id, kind string
	var size int
	if _, err := fmt.Sscanf(header, "%s %s %d", &id, &kind, &size); err != nil {
		return nil, fmt.Errorf("git cat-file answered %q: %w", header, err)
	}
	data := make([]byte, size+1) // a newline follows
	if _, err := io.ReadFull(o.out, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}

// folder lists a tree object, without symbolic links and submodules.
func (o *objects) folder(id string) ([]entry, error) {
	if known, ok := o.folders.get(id); ok {
		return known, nil
	}
	data, err := o.read(id)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for rest := string(data); rest != ""; {
		head, tail, found := strings.Cut(rest, "\x00")
		mode, name, spaced := strings.Cut(head, " ")
		if !found || !spaced || len(tail) < 20 {
			return nil, fmt.Errorf("%s is not a tree", id)
		}
		if mode != "120000" && mode != "160000" {
			entries = append(entries, entry{name, hex.EncodeToString([]byte(tail[:20])), mode == "40000"})
		}
		rest = tail[20:]
	}
	o.folders.put(id, entries)
	return entries, nil
}

// at lists a folder of a tree by its path; nil where there is none.
func (o *objects) at(root, path string) ([]entry, error) {
	entries, err := o.folder(root)
	if path == "" || path == "." {
		return entries, err
	}
	for _, part := range strings.Split(path, "/") {
		next := ""
		for _, e := range entries {
			if e.folder && e.name == part {
				next = e.id
			}
		}
		if next == "" || err != nil {
			return nil, err
		}
		entries, err = o.folder(next)
	}
	return entries, err
}

// changed calls tell with the path of each file that is in only one of two folders, or differs.
func (o *objects) changed(path, a, b string, tell func(path string)) error {
	left, err := o.children(a)
	if err != nil {
		return err
	}
	right, err := o.children(b)
	if err != nil {
		return err
	}
	for name := range right {
		if _, ok := left[name]; !ok {
			left[name] = entry{name: name, folder: right[name].folder}
		}
	}
	for name, old := range left {
		now := right[name]
		switch {
		case old.id == now.id:
		case old.folder && (now.folder || now.id == ""):
			if err := o.changed(path+name+"/", old.id, now.id, tell); err != nil {
				return err
			}
		default:
			tell(path + name)
		}
	}
	return nil
}

func (o *objects) children(id string) (map[string]entry, error) {
	byName := map[string]entry{}
	if id == "" {
		return byName, nil
	}
	entries, err := o.folder(id)
	for _, e := range entries {
		byName[e.name] = e
	}
	return byName, err
}
