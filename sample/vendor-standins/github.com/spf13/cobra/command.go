// Package cobra is a stand-in for github.com/spf13/cobra: one level of subcommands, flags, help.
package cobra

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
)

// PositionalArgs checks the arguments of a command.
type PositionalArgs func(cmd *Command, args []string) error

// Command is a command or subcommand.
type Command struct {
	Use               string
	Short             string
	Long              string
	Hidden            bool
	DisableAutoGenTag bool
	Args              PositionalArgs
	Run               func(cmd *Command, args []string)

	children []*Command
	flags    *pflag.FlagSet
	args     []string
}

var initializers []func()

// OnInitialize adds functions that run after parsing, before the command.
func OnInitialize(functions ...func()) { initializers = append(initializers, functions...) }

// ExactArgs wants so many arguments.
func ExactArgs(n int) PositionalArgs {
	return func(_ *Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("accepts %d arg(s), received %d", n, len(args))
		}
		return nil
	}
}

// Name is the first word of Use.
func (c *Command) Name() string { return strings.SplitN(c.Use, " ", 2)[0] }

// UseLine is the one-line usage.
func (c *Command) UseLine() string { return c.Use + " [flags]" }

// Flags gives the command's flags.
func (c *Command) Flags() *pflag.FlagSet {
	if c.flags == nil {
		c.flags = pflag.NewFlagSet()
	}
	return c.flags
}

// InitDefaultHelpFlag registers --help.
func (c *Command) InitDefaultHelpFlag() {
	if c.Flags().Lookup("help") == nil {
		c.Flags().BoolP("help", "h", false, "help for "+c.Name())
	}
}

// AddCommand adds subcommands.
func (c *Command) AddCommand(commands ...*Command) { c.children = append(c.children, commands...) }

// SetArgs replaces the process's arguments.
func (c *Command) SetArgs(args []string) { c.args = args }

// Execute parses the arguments and runs the command or the subcommand they name.
func (c *Command) Execute() error {
	args := c.args
	if args == nil {
		args = os.Args[1:]
	}
	for _, child := range c.children {
		if len(args) > 0 && args[0] == child.Name() {
			return child.start(args[1:])
		}
	}
	return c.start(args)
}

func (c *Command) start(args []string) error {
	c.InitDefaultHelpFlag()
	if err := c.Flags().Parse(args); err != nil {
		return err
	}
	if c.Flags().Lookup("help").Changed {
		fmt.Printf("%s\n\nUsage:\n  %s\n\nFlags:\n%s", c.Short, c.UseLine(), c.Flags().FlagUsages())
		return nil
	}
	if c.Args != nil {
		if err := c.Args(c, c.Flags().Args()); err != nil {
			return err
		}
	}
	for _, function := range initializers {
		function()
	}
	if c.Run != nil {
		c.Run(c, c.Flags().Args())
	}
	return nil
}
