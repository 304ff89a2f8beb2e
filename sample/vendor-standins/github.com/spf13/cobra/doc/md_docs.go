// Package doc is a stand-in for github.com/spf13/cobra/doc: the Markdown page of one command.
package doc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// GenMarkdownTreeCustom writes the command's page into a directory. Hidden subcommands have no page,
// and the sample has no others.
func GenMarkdownTreeCustom(cmd *cobra.Command, dir string, filePrepender, _ func(string) string) error {
	cmd.InitDefaultHelpFlag()
	file := filepath.Join(dir, cmd.Name()+".md")
	var page strings.Builder
	fmt.Fprintf(&page, "%s## %s\n\n%s\n\n", filePrepender(file), cmd.Name(), cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(&page, "### Synopsis\n\n%s\n\n", cmd.Long)
	}
	fmt.Fprintf(&page, "```\n%s\n```\n\n### Options\n\n```\n%s```\n\n", cmd.UseLine(), cmd.Flags().FlagUsages())
	return os.WriteFile(file, []byte(page.String()), 0o644)
}
