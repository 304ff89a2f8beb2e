// Typecheck finds the errors in names and types that a change of a Go repository brings, from git's object
// database alone: no work tree, no build, no vendored library that has to be complete.
//
// usage: typecheck REPOSITORY
//
// It reads one JSON object a line, {"base": TREE, "patched": TREE}, and answers each with a comparison, or with
// {"failure": TEXT} where it could not look. Both may be any revision that git knows.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "typecheck:", err)
		os.Exit(2)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: typecheck REPOSITORY")
	}
	objects, err := openObjects(os.Args[1])
	if err != nil {
		return err
	}
	library := newLibrary(objects)
	if len(library.since) == 0 {
		fmt.Fprintln(os.Stderr, "typecheck: this Go has no lists in GOROOT/api: names that are newer than the tree's Go pass")
	}
	answers := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	last := ""
	for lines.Scan() {
		var request struct{ Base, Patched string }
		if err := json.Unmarshal(lines.Bytes(), &request); err != nil {
			return err
		}
		if request.Base != last {
			library.nextBase()
			last = request.Base
		}
		comparison, err := library.compare(request.Base+"^{tree}", request.Patched+"^{tree}")
		if err != nil {
			err = answers.Encode(map[string]string{"failure": err.Error()})
		} else {
			err = answers.Encode(comparison)
		}
		if err != nil {
			return err
		}
	}
	return lines.Err()
}
