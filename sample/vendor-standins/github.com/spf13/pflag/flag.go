// Package pflag is a stand-in for github.com/spf13/pflag: bool, int and string flags, POSIX style
// parsing, and the usage text in the original's columns.
package pflag

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Value is the text form of a flag's value.
type Value interface {
	String() string
	Set(string) error
	Type() string
}

type (
	boolValue   bool
	intValue    int
	stringValue string
)

func (b *boolValue) String() string   { return strconv.FormatBool(bool(*b)) }
func (*boolValue) Type() string       { return "bool" }
func (i *intValue) String() string    { return strconv.Itoa(int(*i)) }
func (*intValue) Type() string        { return "int" }
func (s *stringValue) String() string { return string(*s) }
func (*stringValue) Type() string     { return "string" }

func (s *stringValue) Set(text string) error {
	*s = stringValue(text)
	return nil
}

func (b *boolValue) Set(text string) error {
	parsed, err := strconv.ParseBool(text)
	*b = boolValue(parsed)
	return err
}

func (i *intValue) Set(text string) error {
	parsed, err := strconv.Atoi(text)
	*i = intValue(parsed)
	return err
}

// Flag is one registered flag.
type Flag struct {
	Name      string
	Shorthand string
	Usage     string
	Value     Value
	DefValue  string
	Changed   bool
	Hidden    bool
}

// FlagSet is a set of flags under one command.
type FlagSet struct {
	flags map[string]*Flag
	args  []string
}

// NewFlagSet gives an empty set.
func NewFlagSet() *FlagSet { return &FlagSet{flags: map[string]*Flag{}} }

func (f *FlagSet) add(name, shorthand, usage string, value Value) {
	if f.flags[name] != nil {
		panic("flag redefined: " + name)
	}
	f.flags[name] = &Flag{Name: name, Shorthand: shorthand, Usage: usage, Value: value, DefValue: value.String()}
}

// BoolP registers a bool flag with a one-letter form.
func (f *FlagSet) BoolP(name, shorthand string, value bool, usage string) *bool {
	f.add(name, shorthand, usage, (*boolValue)(&value))
	return &value
}

// Bool registers a bool flag.
func (f *FlagSet) Bool(name string, value bool, usage string) *bool {
	return f.BoolP(name, "", value, usage)
}

// Int registers an int flag.
func (f *FlagSet) Int(name string, value int, usage string) *int {
	f.add(name, "", usage, (*intValue)(&value))
	return &value
}

// StringP registers a string flag with a one-letter form.
func (f *FlagSet) StringP(name, shorthand, value, usage string) *string {
	f.add(name, shorthand, usage, (*stringValue)(&value))
	return &value
}

// String registers a string flag.
func (f *FlagSet) String(name, value, usage string) *string { return f.StringP(name, "", value, usage) }

// Lookup finds a flag, nil when there is none.
func (f *FlagSet) Lookup(name string) *Flag { return f.flags[name] }

// Set gives a flag a value.
func (f *FlagSet) Set(name, value string) error {
	flag := f.flags[name]
	if flag == nil {
		return fmt.Errorf("unknown flag: --%s", name)
	}
	if err := flag.Value.Set(value); err != nil {
		return fmt.Errorf("invalid argument %q for %q flag: %v", value, "--"+name, err)
	}
	flag.Changed = true
	return nil
}

// MarkHidden leaves a flag out of the usage text.
func (f *FlagSet) MarkHidden(name string) error {
	if f.flags[name] == nil {
		return fmt.Errorf("flag %q does not exist", name)
	}
	f.flags[name].Hidden = true
	return nil
}

// VisitAll calls fn for each flag in the order of names.
func (f *FlagSet) VisitAll(fn func(*Flag)) {
	names := make([]string, 0, len(f.flags))
	for name := range f.flags {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fn(f.flags[name])
	}
}

// Args gives what was left over by Parse.
func (f *FlagSet) Args() []string { return f.args }

// Parse reads --name=value, --name value, --bool, -n value and -b.
func (f *FlagSet) Parse(arguments []string) error {
	f.args = nil
	for len(arguments) > 0 {
		word := arguments[0]
		arguments = arguments[1:]
		if word == "--" {
			f.args = append(f.args, arguments...)
			return nil
		}
		if len(word) < 2 || word[0] != '-' {
			f.args = append(f.args, word)
			continue
		}
		name, value := strings.TrimLeft(word, "-"), ""
		equals := strings.IndexByte(name, '=')
		if equals >= 0 {
			name, value = name[:equals], name[equals+1:]
		}
		if !strings.HasPrefix(word, "--") {
			f.VisitAll(func(flag *Flag) {
				if flag.Shorthand == name {
					name = flag.Name
				}
			})
		}
		switch flag := f.flags[name]; {
		case flag == nil:
			return fmt.Errorf("unknown flag: %s", word)
		case equals >= 0:
		case flag.Value.Type() == "bool":
			value = "true"
		case len(arguments) == 0:
			return fmt.Errorf("flag needs an argument: %s", word)
		default:
			value, arguments = arguments[0], arguments[1:]
		}
		if err := f.Set(name, value); err != nil {
			return err
		}
	}
	return nil
}

// FlagUsages lists the flags that are not hidden, one line each, descriptions in one column.
func (f *FlagSet) FlagUsages() string {
	var heads, tails []string
	longest := 0
	f.VisitAll(func(flag *Flag) {
		if flag.Hidden {
			return
		}
		head := "      --" + flag.Name
		if flag.Shorthand != "" {
			head = fmt.Sprintf("  -%s, --%s", flag.Shorthand, flag.Name)
		}
		tail, kind := flag.Usage, flag.Value.Type()
		if kind != "bool" {
			head += " " + kind
		}
		switch {
		case flag.DefValue == "" || flag.DefValue == "false" || flag.DefValue == "0":
		case kind == "string":
			tail += fmt.Sprintf(" (default %q)", flag.DefValue)
		default:
			tail += fmt.Sprintf(" (default %s)", flag.DefValue)
		}
		if len(head) > longest {
			longest = len(head)
		}
		heads, tails = append(heads, head), append(tails, tail)
	})
	var text strings.Builder
	for i, head := range heads {
		fmt.Fprintf(&text, "%-*s   %s\n", longest, head, tails[i])
	}
	return text.String()
}
