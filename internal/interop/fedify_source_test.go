package interop

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// fedifyFiles are the source of a server that is not ours.
//
//go:embed fedify/*.mjs
var fedifyFiles embed.FS

// fedifySource is a folder in which the server's source finds its packages.
func fedifySource(t *testing.T) string {
	t.Helper()
	check(t, nodeIsThere())
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

// nodeIsThere tells what to install where there is no Node.js for Fedify.
func nodeIsThere() error {
	const wanted = "the Fedify peer needs Node.js 20 or newer; install it, on Debian with: apt-get install nodejs"
	version, err := exec.Command("node", "-p", "process.versions.node").Output()
	if err != nil {
		return fmt.Errorf("%s (%w)", wanted, err)
	}
	major, _, _ := strings.Cut(string(version), ".")
	if number, err := strconv.Atoi(major); err != nil || number < 20 {
		return fmt.Errorf("%s (node is %s)", wanted, bytes.TrimSpace(version))
	}
	return nil
}
