package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/config"
	"inews/internal/fediverse"
)

type moveCommand struct {
	Handle   string `arg:"" optional:"" help:"Where the blog goes: @news@new.example. It must name this blog as its alias."`
	Rehearse bool   `help:"Say what would happen, and do nothing; exit code 1 when the move would be refused."`
	Undo     bool   `help:"Take the new address away again. Followers who have left do not come back."`
	Yes      bool   `help:"Do not ask."`
	Force    bool   `help:"Move although the last move is less than a week old: servers that acted on that ignore this one for good."`
}

// errRefused makes the exit code; what stands in the way was printed already.
var errRefused = errors.New("the blog cannot move there: see above")

// Validate refuses what contradicts itself.
func (c *moveCommand) Validate() error {
	if c.Undo && (c.Handle != "" || c.Rehearse || c.Force) {
		return errors.New("--undo stands alone")
	}
	if !c.Undo && c.Handle == "" {
		return errors.New("say where: inews move @news@new.example")
	}
	return nil
}

// Run moves the blog, rehearses that, or takes it back.
func (c *moveCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if c.Undo {
			return a.undoMove(ctx, s)
		}
		rehearsal, err := a.bridge.Rehearse(ctx, c.Handle, c.Force)
		if err != nil {
			return err
		}
		refused := blog.WorstOf(rehearsal.Findings) == blog.Trouble
		if c.Rehearse || refused {
			err := s.print(rehearsalWords(rehearsal), rehearsed(rehearsal))
			if err == nil && refused {
				err = errRefused
			}
			return err
		}
		if !c.Yes {
			fmt.Fprintln(s.err, rehearsalWords(rehearsal))
			if err := s.confirm("@" + a.bridge.WebFinger()); err != nil {
				return err
			}
		}
		move, err := a.bridge.Move(ctx, owner, c.Handle, c.Force)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("The blog has moved to %s. %d followers on %d servers are told. Publishing goes on here for those who stay.",
			move.Target.Called(), rehearsal.Followers, rehearsal.Servers), movedJSON(move))
	})
}

func (a *app) undoMove(ctx context.Context, s *streams) error {
	move, err := a.bridge.UndoMove(ctx, owner)
	if err != nil {
		return err
	}
	return s.print(fmt.Sprintf("The blog is no longer at %s, and can be followed here again. Followers who have left do not come back by this: they would have to follow again.",
		move.Target.Called()), movedJSON(move))
}

// confirm asks for the blog's handle, which nobody types by accident.
func (s *streams) confirm(handle string) error {
	fmt.Fprintf(s.err, "This cannot be undone for those who leave. To move, type the blog's handle, %s: ", handle)
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if typed := strings.TrimSpace(line); typed != handle && "@"+typed != handle {
		return blog.Errorf(blog.Invalid, "That is not %s: nothing was done.", handle)
	}
	return nil
}

// moved is a move in the JSON of "move".
type moved struct {
	Target, Handle string
	At             time.Time
}

func movedJSON(m blog.Move) moved { return moved{m.Target.URI, m.Target.Handle, m.At} }

// rehearsal is a rehearsal in the JSON of "move --rehearse".
type rehearsal struct {
	Possible           bool
	Target, Handle     string
	Followers, Servers int       // that would be told
	Failing, Dormant   []string  // servers
	LastMove           time.Time `json:",omitzero"`
	Findings           []blog.Finding
}

func rehearsed(r fediverse.Rehearsal) rehearsal {
	return rehearsal{
		Possible: blog.WorstOf(r.Findings) != blog.Trouble, Target: r.Target.URI, Handle: r.Target.Handle,
		Followers: r.Followers, Servers: r.Servers, Failing: r.Failing, Dormant: r.Dormant, LastMove: r.Last, Findings: r.Findings,
	}
}

// rehearsalWords says what a move would do, for people.
func rehearsalWords(r fediverse.Rehearsal) string {
	var words strings.Builder
	_ = writeFindings(&words, r.Findings) // a Builder takes everything
	verdict := "Nothing was sent and nothing was changed. The blog can move there."
	if blog.WorstOf(r.Findings) == blog.Trouble {
		verdict = "Nothing was sent and nothing was changed. The blog cannot move there as long as this is so."
	}
	return words.String() + verdict
}
