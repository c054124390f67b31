package localpg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// create makes the cluster and its database.
func (h home) create(ctx context.Context, b binaries, durable bool) error {
	fresh := filepath.Join(h.dir, "new")
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clear a half made database: %w", err)
	}
	if err := h.ownFolder(fresh); err != nil {
		return err
	}
	arguments := []string{
		"--pgdata=" + fresh, "--username=" + superuser, "--encoding=UTF8", "--locale=C.UTF-8",
		// Whoever can enter the socket's folder is the owner or root: nobody else
		// gets as far as being asked for a password.
		"--auth=trust",
	}
	if durable {
		arguments = append(arguments, "--data-checksums")
	} else {
		arguments = append(arguments, "--no-sync")
	}
	if err := h.run(ctx, "", b.path("initdb"), arguments...); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	// The server's single-user mode needs no client program.
	statement := "CREATE DATABASE " + Database + ";\n"
	single := []string{"--single", "-D", fresh, "template1"}
	if !durable {
		single = append([]string{"--single", "-F"}, single[1:]...)
	}
	if err := h.run(ctx, statement, b.path("postgres"), single...); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	if err := os.Rename(fresh, h.data()); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return nil
}

// run runs a program of the server to its end, as the owner. Its error holds
// what the program said.
func (h home) run(ctx context.Context, input, program string, arguments ...string) error {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Dir, cmd.Env = "/", environment()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: h.owner.credential(), Setpgid: true}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w: %s", filepath.Base(program), err, lastLines(said.Bytes()))
	}
	return nil
}

// environment is what the server's programs see of ours: nothing, since a
// PGPORT or a locale of the user would change what they do.
func environment() []string {
	return []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

// lastLines is the end of what a program said, on one line for a log.
func lastLines(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	const enough = 6 // the error and the hints that follow it
	if len(lines) > enough {
		lines = lines[len(lines)-enough:]
	}
	return strings.Join(lines, "; ")
}
