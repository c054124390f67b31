package interop

import (
	"embed"
	"os"
	"path/filepath"
	"testing"
)

// fedifyFiles are the source of a server that is not ours.
//
//go:embed fedify/*.mjs
var fedifyFiles embed.FS

// fedifySource is a folder in which the server's source finds its packages.
func fedifySource(t *testing.T) string {
	t.Helper()
	packages, err := npmPackages("fedify", "@fedify/fedify")
	check(t, err)
	folder := t.TempDir()
	entries, err := fedifyFiles.ReadDir("fedify")
	check(t, err)
	for _, entry := range entries {
		content, err := fedifyFiles.ReadFile("fedify/" + entry.Name())
		check(t, err)
		check(t, os.WriteFile(filepath.Join(folder, entry.Name()), content, 0o600))
	}
	check(t, os.Symlink(packages, filepath.Join(folder, "node_modules")))
	return folder
}
