package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version that the schema's SQL runs on.
const oldest = 15

// binaries are the programs of one installed server.
type binaries struct {
	major int
	dir   string
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// servers are the installed ones, newest first.
type servers []binaries

// Where packages put the programs of each major version: Debian and Ubuntu,
// Red Hat, Homebrew.
var packageFolders = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
}

// installedServers looks in folders of these patterns, and on the PATH.
func installedServers(patterns []string) (servers, error) {
	var found servers
	for _, pattern := range patterns {
		dirs, _ := filepath.Glob(pattern) // fails for a malformed pattern alone
		for _, dir := range dirs {
			if b, ok := serverIn(dir); ok {
				found = append(found, b)
			}
		}
	}
	if program, err := exec.LookPath("postgres"); err == nil {
		if program, err = filepath.EvalSymlinks(program); err == nil {
			if b, ok := serverIn(filepath.Dir(program)); ok {
				found = append(found, b)
			}
		}
	}
	if len(found) == 0 {
		return nil, ErrNoServer
	}
	slices.SortStableFunc(found, func(a, b binaries) int { return b.major - a.major })
	return found, nil
}

// majorInPath finds the version in a folder's name, which spares a process.
var majorInPath = regexp.MustCompile(`(?:postgresql[/@]|pgsql-)(\d+)/bin$`)

// majorInWords finds it in what "postgres --version" prints, such as
// "postgres (PostgreSQL) 15.18 (Debian 15.18-1)".
var majorInWords = regexp.MustCompile(`PostgreSQL\) (\d+)`)

func serverIn(dir string) (binaries, bool) {
	b := binaries{dir: dir}
	for _, program := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(b.path(program)); err != nil || info.IsDir() {
			return b, false
		}
	}
	match := majorInPath.FindStringSubmatch(dir)
	if match == nil {
		out, err := exec.Command(b.path("postgres"), "--version").Output()
		if err != nil {
			return b, false
		}
		if match = majorInWords.FindStringSubmatch(string(out)); match == nil {
			return b, false
		}
	}
	b.major, _ = strconv.Atoi(match[1]) // digits, by the pattern
	return b, b.major >= oldest
}

// forData picks the server that can read the data folder: its own version, or
// the newest for a folder that is still to be made.
func (s servers) forData(data string) (binaries, error) {
	written, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return s[0], nil
	}
	if err != nil {
		return binaries{}, fmt.Errorf("read the version of the database: %w", err)
	}
	version := strings.TrimSpace(string(written))
	for _, b := range s {
		if strconv.Itoa(b.major) == version {
			return b, nil
		}
	}
	return binaries{}, fmt.Errorf("the database in %s is of PostgreSQL %s, and the newest server here is %d: install postgresql-%s, or move the data with pg_upgrade",
		data, version, s[0].major, version)
}
