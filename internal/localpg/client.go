package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ErrNoClient says that this machine has no client programs for a server.
var ErrNoClient = errors.New("not found on this machine: install it with \"apt-get install postgresql-client\"")

// Dump writes a database as SQL, for Load: without the names of its owners, as
// of one moment, while others go on working with it. address is that of the
// database, major its server's version.
func Dump(ctx context.Context, address string, major int, to io.Writer) error {
	return runClient(ctx, "pg_dump", address, major, nil, to, "--format=plain", "--encoding=UTF8",
		"--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions")
}

// Load runs SQL up to the first error. SQL that is cut short, since its reader
// fails or this process is killed, counts as far as it has committed.
func Load(ctx context.Context, address string, major int, from io.Reader) error {
	return runClient(ctx, "psql", address, major, from, io.Discard, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
}

// runClient runs a client program on a database. It gets the environment of
// this process, since the address may be completed by PGHOST and its like.
func runClient(ctx context.Context, name, address string, major int, from io.Reader, to io.Writer, arguments ...string) error {
	program, err := clientProgram(name, major)
	if err != nil {
		return err
	}
	address, password := withoutPassword(address)
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, append(arguments, "--no-password", "--dbname="+address)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = from, to, &said
	if password != "" {
		cmd.Env = append(cmd.Environ(), "PGPASSWORD="+password)
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w: %s", name, err, lastLines(said.Bytes()))
	}
	return nil
}

var majorOfClient = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// clientProgram finds a client of the server's own version, or else the next
// newer one: an older one does not know the server.
func clientProgram(name string, major int) (string, error) {
	best, bestMajor := "", 0
	consider := func(program string, version int) {
		if version >= major && (best == "" || version < bestMajor) {
			best, bestMajor = program, version
		}
	}
	for _, pattern := range packageFolders {
		programs, _ := filepath.Glob(filepath.Join(pattern, name)) // fails for a malformed pattern alone
		for _, program := range programs {
			if match := majorInPath.FindStringSubmatch(filepath.Dir(program)); match != nil {
				version, _ := strconv.Atoi(match[1]) // digits, by the pattern
				consider(program, version)
			}
		}
	}
	if program, err := exec.LookPath(name); err == nil && bestMajor != major {
		if out, err := exec.Command(program, "--version").Output(); err == nil {
			if match := majorOfClient.FindSubmatch(out); match != nil {
				version, _ := strconv.Atoi(string(match[1]))
				consider(program, version)
			}
		}
	}
	if best == "" {
		return "", fmt.Errorf("%s of PostgreSQL %d or newer was %w", name, major, ErrNoClient)
	}
	return best, nil
}

var passwordKeyword = regexp.MustCompile(`(?:^|\s)password\s*=\s*('(?:[^'\\]|\\.)*'|\S+)`)

// withoutPassword takes the password out of an address, URL or keywords: every
// user of the machine sees what a program is called with.
func withoutPassword(address string) (bare, password string) {
	if u, err := url.Parse(address); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		password, _ = u.User.Password()
		settings := u.Query()
		if settings.Has("password") {
			password = settings.Get("password")
			settings.Del("password")
			u.RawQuery = settings.Encode()
		}
		if u.User != nil {
			u.User = url.User(u.User.Username())
		}
		return u.String(), password
	}
	match := passwordKeyword.FindStringSubmatch(address)
	if match == nil {
		return address, ""
	}
	password = match[1]
	if strings.HasPrefix(password, "'") {
		password = regexp.MustCompile(`\\(.)`).ReplaceAllString(strings.Trim(password, "'"), "$1")
	}
	return strings.TrimSpace(passwordKeyword.ReplaceAllString(address, " ")), password
}
