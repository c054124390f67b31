// Command inews is the whole blog in one program: the site, its desk, its place
// in the fediverse, and the tools of whoever runs it.
//
// This package alone reads flags and the environment, starts goroutines that
// live as long as the process, and knows every other package.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // a machine without zone files still knows when an event is

	"github.com/alecthomas/kong"

	"inews/internal/blog"
	"inews/internal/config"
)

// version is set by the linker: see the Makefile.
var version = "development"

// commands are what the program can do. Each is a struct with a Run method.
type commands struct {
	Serve     serveCommand     `cmd:"" help:"Serve the site, and do the work in the background."`
	Work      workCommand      `cmd:"" help:"Do the work in the background only, beside a server on another machine."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database to the schema of this program."`
	Demo      demoCommand      `cmd:"" help:"Fill an empty database with demonstration content, and print a sign-in link."`
	Setup     setupCommand     `cmd:"" help:"Print the one-time address at which the first owner of an empty server arrives."`
	Staff     staffCommand     `cmd:"" help:"Staff: who may sign in to the desk."`
	Post      postCommand      `cmd:"" help:"Posts, from Markdown files."`
	Event     eventCommand     `cmd:"" help:"Events, from Markdown files."`
	Comments  commentsCommand  `cmd:"" help:"Comments: list, approve, hide, clear."`
	Blocks    blocksCommand    `cmd:"" help:"Other servers: which are silenced, on hold or blocked."`
	Follow    followCommand    `cmd:"" help:"Follow another council, or anybody on the fediverse."`
	Aliases   aliasesCommand   `cmd:"" help:"Other addresses of the blog, whose followers may be sent here: list, add, remove."`
	Move      moveCommand      `cmd:"" help:"Send the followers to a new address of the blog, seeing first what that does; or take it back."`
	Check     checkCommand     `cmd:"" help:"Look at the server from outside and inside, and say in plain words what is wrong."`
	Mail      mailCommand      `cmd:"" help:"Mail: send a test message."`
	Keys      keysCommand      `cmd:"" help:"Keys: list, and replace with overlap."`
	Backup    backupCommand    `cmd:"" help:"Write the database, the pictures and the keys to one file."`
	Restore   restoreCommand   `cmd:"" help:"Put a backup back, into an empty database and data folder."`
	Retention retentionCommand `cmd:"" help:"Delete what was kept for long enough, as the server does every hour; or say only what that would be."`
	Privacy   privacyCommand   `cmd:"" help:"One person's data: give it out, erase it, and show the receipts."`
	Config    configCommand    `cmd:"" help:"Print the configuration, or the reference of all its variables."`
	Rules     rulesCommand     `cmd:"" name:"federation" help:"Print the table of who may do what from other servers."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// streams are where a command writes, and reads what it asks for.
type streams struct {
	out, err io.Writer
	in       io.Reader
	json     bool
}

// garbage is how much of it may gather, in per cent of what is in use. The
// program uses little (6 MB when idle) and a flood of requests leaves much: at
// Go's own 100 a tenth of the processor went into sweeping it up.
const garbage = 300

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.LookupEnv, os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program with everything that it takes from outside. It returns
// the exit code: 0 done, 1 refused or failed, 2 called wrongly.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var cli struct {
		commands
		JSON bool `help:"Write results as JSON, for other programs."`
	}
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("inews"),
		kong.Description("A council's blog on the web and in the fediverse. Settings are INEWS_… variables: see \"inews config --reference\"."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(stderr, "inews:", err)
		return 2
	}
	parsed, err := parser.Parse(helpFirst(args))
	if exit >= 0 { // --help was answered
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "inews: %v\nTry \"inews help\".\n", err)
		return 2
	}
	cfg, err := config.Load(lookup)
	if err = errors.Join(err, cfg.Unused(), config.Unknown(environ)); err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	parsed.Bind(cfg, &streams{in: stdin, out: stdout, err: stderr, json: cli.JSON})
	if err := parsed.Run(); err != nil {
		complain(stderr, err)
		return 1
	}
	return 0
}

// helpFirst lets "inews help" and a bare "inews" ask for help, too.
func helpFirst(args []string) []string {
	if len(args) == 0 || args[0] == "help" {
		return append(append([]string{}, args[min(1, len(args)):]...), "--help")
	}
	return args
}

// complain says what went wrong: every problem with the input on a line of its
// own, with what to do about it.
func complain(w io.Writer, err error) {
	problems := blog.ProblemsOf(err)
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintf(w, "inews: %s: %s\n", p.Field, p.Msg)
		}
		return
	}
	var known *blog.Error
	if errors.As(err, &known) {
		fmt.Fprintf(w, "inews: %v\n", known)
		return
	}
	fmt.Fprintf(w, "inews: %v\n", err)
}
