package interop

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// npmLists are the lists of other people's packages that tests are made with, a
// folder for each: what is wanted, and the version and checksum of all that
// comes with it. None of them is a part of the program.
//
//go:embed */package.json */package-lock.json
var npmLists embed.FS

// npmTurn has tests that run side by side install a list once.
var npmTurn sync.Mutex

// npmPackages is the folder with the packages of a list, which npm fills when it
// is not there from an earlier run. What is wanted is a path in it.
func npmPackages(list, wanted string) (string, error) {
	npmTurn.Lock()
	defer npmTurn.Unlock()
	kept, err := npmKept(list)
	if err != nil {
		return "", err
	}
	packages := filepath.Join(kept, "node_modules")
	if _, err := os.Stat(filepath.Join(packages, wanted)); err == nil {
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
	if err := npmInstall(list, workshop); err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(workshop, "node_modules", wanted)); err != nil {
		return "", fmt.Errorf("npm left out of the list %q what the tests need: check that npm reaches its registry (%w)", list, err)
	}
	err = os.Rename(workshop, kept)
	if _, done := os.Stat(filepath.Join(packages, wanted)); done == nil {
		return packages, nil // also where another test run was faster
	}
	return "", err
}

// npmKept is where a list's packages are kept between runs: in the user's cache
// (on Linux ~/.cache/inews-interop), by the hash of the list.
func npmKept(list string) (string, error) {
	lock, err := npmLists.ReadFile(list + "/package-lock.json")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil { // nobody's home
		cache = os.TempDir()
	}
	const enough = 6 // bytes of the hash, to tell one list from the next
	hash := sha256.Sum256(lock)
	return filepath.Join(cache, "inews-interop", fmt.Sprintf("%s-%x", list, hash[:enough])), nil
}

// npmInstall has npm put what a list names into a folder, each package proven by
// its checksum, and runs no script of any of them.
func npmInstall(list, folder string) error {
	for _, name := range []string{"package.json", "package-lock.json"} {
		content, err := npmLists.ReadFile(list + "/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	const enough = 5 * time.Minute // of waiting for a slow registry
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
		"--engine-strict=false", "--fetch-retries=2", "--loglevel=error")
	install.Dir = folder
	out, err := install.CombinedOutput()
	switch {
	case err == nil:
		return nil
	case install.ProcessState == nil: // it did not start
		return fmt.Errorf("the tests need npm; install it, on Debian with: apt-get install nodejs npm (%w)", err)
	default:
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("npm could not install the list %q: check that npm reaches its registry (%w: %s)", list, err, first)
	}
}
