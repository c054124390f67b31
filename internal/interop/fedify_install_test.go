package interop

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fedifyFiles are the source of a server that is not ours and the list of the
// packages that it is made with.
//
//go:embed fedify/*.mjs fedify/package.json fedify/package-lock.json
var fedifyFiles embed.FS

// fedifyPackages is the folder with those packages, made once for all tests.
var fedifyPackages = sync.OnceValues(installFedify)

// fedifySource is a folder in which the server's source finds its packages.
func fedifySource(t *testing.T) string {
	t.Helper()
	packages, err := fedifyPackages()
	check(t, err)
	folder := t.TempDir()
	check(t, copyFedify(folder, "*.mjs"))
	check(t, os.Symlink(packages, filepath.Join(folder, "node_modules")))
	return folder
}

// installFedify has npm fetch the packages when they are not there from an
// earlier run. They are kept outside the repository, by the hash of their list:
// each of them is fixed to a version and its checksum there.
func installFedify() (string, error) {
	if err := nodeIsThere(); err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil { // nobody's home
		cache = os.TempDir()
	}
	list, err := fedifyFiles.ReadFile("fedify/package-lock.json")
	if err != nil {
		return "", err
	}
	kept := filepath.Join(cache, "inews-interop", fmt.Sprintf("fedify-%x", sha256.Sum256(list))[:19])
	packages := filepath.Join(kept, "node_modules")
	if _, err := os.Stat(packages); err == nil {
		return packages, nil
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o700); err != nil {
		return "", err
	}
	workshop, err := os.MkdirTemp(filepath.Dir(kept), "unfinished-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(workshop)
	if err := copyFedify(workshop, "package*.json"); err != nil {
		return "", err
	}
	if err := npm(workshop); err != nil {
		return "", err
	}
	err = os.Rename(workshop, kept)
	if _, done := os.Stat(packages); done == nil {
		return packages, nil // also where another test run was faster
	}
	return "", err
}

// npm installs what package-lock.json lists, and runs no script of any package.
func npm(folder string) error {
	const enough = 5 * time.Minute // of waiting for a slow registry
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
		"--engine-strict=false", "--fetch-retries=2", "--loglevel=error")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("the Fedify peer needs @fedify/fedify, and npm could not install it: check that npm reaches its registry (%w: %s)", err, lines[0])
	}
	return nil
}

// nodeIsThere tells what to install where there is no Node.js for Fedify.
func nodeIsThere() error {
	const wanted = "the Fedify peer needs Node.js 20 or newer and npm; install them, on Debian with: apt-get install nodejs npm"
	version, err := exec.Command("node", "-p", "process.versions.node").Output()
	if err != nil {
		return fmt.Errorf("%s (%w)", wanted, err)
	}
	major, _, _ := strings.Cut(string(version), ".")
	if number, err := strconv.Atoi(major); err != nil || number < 20 {
		return fmt.Errorf("%s (node is %s)", wanted, bytes.TrimSpace(version))
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return fmt.Errorf("%s (%w)", wanted, err)
	}
	return nil
}

// copyFedify writes the embedded files of a pattern into a folder.
func copyFedify(folder, pattern string) error {
	entries, err := fedifyFiles.ReadDir("fedify")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if fits, err := filepath.Match(pattern, entry.Name()); err != nil || !fits {
			continue
		}
		content, err := fedifyFiles.ReadFile("fedify/" + entry.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, entry.Name()), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
