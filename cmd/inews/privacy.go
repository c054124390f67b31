package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/config"
	"inews/internal/privacy"
)

type privacyCommand struct {
	Export   privacyExportCommand   `cmd:"" help:"Write everything that is kept about a person into one file, for them: a page and JSON in a zip."`
	Erase    privacyEraseCommand    `cmd:"" help:"Take away what is kept about a person, and tell the servers that have copies; with --dry-run, say what that would be."`
	Receipts privacyReceiptsCommand `cmd:"" help:"List what was erased, and what every server that was told has answered."`
}

type privacyExportCommand struct {
	Who  string `arg:"" help:"A fediverse handle (@ann@server.example), the address of an actor, or an e-mail address."`
	File string `arg:"" help:"Where to write the file. It must not be there yet."`
}

// Run writes the file, readable to whoever runs the command alone.
func (c *privacyExportCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s is there already: choose another name", c.File)
		}
		if err != nil {
			return err
		}
		found, err := c.write(ctx, a, file)
		if err != nil {
			return errors.Join(err, file.Close(), os.Remove(c.File))
		}
		return s.print(fmt.Sprintf("%s: %s about %s. It is personal: send it safely, and delete it here.",
			c.File, blog.CountOf(found.Total(), "entry", "entries"), found.Who.Who), toldOf(found))
	})
}

func (c *privacyExportCommand) write(ctx context.Context, a *app, file *os.File) (privacy.Found, error) {
	found, err := a.privacy.Export(ctx, owner, c.Who)
	if err != nil {
		return found, err
	}
	body, err := found.File()
	if err == nil {
		_, err = file.Write(body)
	}
	return found, cmp.Or(err, file.Close())
}

type privacyEraseCommand struct {
	Who        string    `arg:"" help:"A fediverse handle (@ann@server.example), the address of an actor, or an e-mail address."`
	DryRun     bool      `name:"dry-run" help:"Say what would go and what would stay, and change nothing."`
	OurAnswers bool      `name:"our-answers" help:"Take back the blog's own answers to them, too."`
	AskedBy    string    `name:"asked-by" enum:"person,other,council" default:"person" help:"Who asked: the person, somebody other who may speak for them, or nobody: the council decided it."`
	By         string    `name:"by" enum:"email,letter,telephone,in_person,fediverse,form,none" default:"email" help:"How they asked: email, letter, telephone, in_person, fediverse, form or none."`
	On         time.Time `name:"on" format:"2006-01-02" help:"On which day, like 2026-11-27; today when it is not given."`
}

// Help says what an erasure does not reach.
func (c *privacyEraseCommand) Help() string {
	return "What anybody can see goes at once. What is needed to tell other servers goes when they have answered, or after a week: a running server (or \"inews work\") sees to it, and an erasure that is cut off goes on there. " + privacy.Backups
}

// partLine is one line of what is kept of a person.
type partLine struct {
	Part  string       `json:"part"`
	Count int          `json:"count"`
	Fate  privacy.Fate `json:"fate"`
	Why   string       `json:"why"`
}

func toldOf(f privacy.Found) []partLine {
	lines := []partLine{}
	for _, s := range f.Sections {
		lines = append(lines, partLine{s.Title, len(s.Rows), s.Fate, s.Why})
	}
	return lines
}

// Run erases, or says what that would be.
func (c *privacyEraseCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if c.DryRun {
			found, err := a.privacy.Find(ctx, owner, c.Who)
			if err != nil {
				return err
			}
			return s.print(foundTable(found), toldOf(found))
		}
		today := time.Now().UTC().Truncate(24 * time.Hour)
		x, err := a.privacy.Begin(ctx, owner, privacy.Wish{
			Who: c.Who, Asker: blog.Asker(c.AskedBy), Channel: blog.Channel(c.By), AskedOn: cmp.Or(c.On, today), Answers: c.OurAnswers,
		})
		if err != nil {
			return err
		}
		return printReceipts(s, cfg, x)
	})
}

func foundTable(f privacy.Found) string {
	if f.Total() == 0 {
		return "Nothing is kept about " + f.Who.Who + "."
	}
	words := map[privacy.Fate]string{
		privacy.Goes: "goes", privacy.Nameless: "stays, nameless", privacy.Hashed: "stays, hashed", privacy.Stays: "stays by law", privacy.Looked: "for you to look at",
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%8s  %-18s  %s", "COUNT", "IF ERASED", "WHAT")
	for _, s := range f.Sections {
		fmt.Fprintf(&b, "\n%8d  %-18s  %s", len(s.Rows), words[s.Fate], s.Title)
	}
	return b.String()
}

type privacyReceiptsCommand struct {
	Last int `name:"last" default:"50" help:"How many, the newest first."`
}

// Run lists receipts.
func (c *privacyReceiptsCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		list, err := a.db.Erasures(ctx, 0, max(1, c.Last))
		if err != nil {
			return err
		}
		return printReceipts(s, cfg, list...)
	})
}

func printReceipts(s *streams, cfg config.Config, list ...blog.Erasure) error {
	receipts, lines := []privacy.Receipt{}, []string{}
	for _, x := range list {
		r := privacy.ReceiptOf(x, cfg.Origin())
		receipts = append(receipts, r)
		lines = append(lines, fmt.Sprintf("Erasure %d, of %s: %s.", r.Number, r.BeganAt.Format("2 January 2006"), r.State))
		for _, server := range r.Servers {
			lines = append(lines, fmt.Sprintf("    %-30s %-8s %s", server.Host, server.What, server.Answer))
		}
	}
	if len(lines) == 0 {
		lines = []string{"Nothing was erased yet."}
	}
	return s.print(strings.Join(lines, "\n"), receipts)
}
