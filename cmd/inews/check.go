package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"

	"inews/internal/blog"
	"inews/internal/config"
	"inews/internal/mailing"
)

type checkCommand struct{}

// errTrouble makes the exit code; what is wrong was printed already.
var errTrouble = errors.New("something does not work: see above")

// Run looks at the server from outside and inside, and prints what it finds. It
// fails when something does not work, and not for what is only worth a look.
func (c *checkCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		findings := a.examine(ctx)
		if err := s.printFindings(findings); err != nil {
			return err
		}
		if blog.WorstOf(findings) == blog.Trouble {
			return errTrouble
		}
		return nil
	})
}

// examine is all that can be looked at: the desk shows the same.
func (a *app) examine(ctx context.Context) []blog.Finding {
	findings := append(append(a.bridge.Examine(ctx), a.lookAtSignIn(ctx)...), a.lookAtDisk(), a.postbox.Examine(ctx))
	if !a.postbox.Sends() {
		return findings
	}
	domain := mailing.Domain{From: a.postbox.Composer.Address, Bounce: string(a.config.MailBounce), Selector: a.config.MailDKIM}
	return append(findings, domain.Examine(ctx)...)
}

// Room that the data folder needs: pictures, and the private database.
const (
	scarce = 2 << 30   // bytes left, when somebody should look
	full   = 256 << 20 // bytes left, when the database may stop at any moment
)

// lookAtDisk sees whether the data folder can be written to, and has room.
func (a *app) lookAtDisk() blog.Finding {
	folder, err := filepath.Abs(a.config.Data)
	if err != nil {
		folder = a.config.Data
	}
	f := blog.Finding{About: "disk", Weight: blog.Trouble, Do: "Make room on that disk, or move INEWS_DATA to a larger one."}
	probe, err := os.CreateTemp(folder, ".check-")
	if err != nil {
		f.Says, f.Do = fmt.Sprintf("Nothing can be written to %s: %v.", folder, err), "See who owns INEWS_DATA, and that its disk is there."
		return f
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		f.Says = fmt.Sprintf("The room of %s cannot be read: %v.", folder, err)
		return f
	}
	left := disk.Bavail * uint64(disk.Bsize)
	f.Says = fmt.Sprintf("%.1f GB are left in %s.", float64(left)/1e9, folder)
	switch {
	case left < full:
	case left < scarce:
		f.Weight = blog.Worry
	default:
		f.Weight, f.Do = blog.Fine, ""
	}
	return f
}

// printFindings writes a line for each finding, and below it what to do.
func (s *streams) printFindings(findings []blog.Finding) error {
	if s.json {
		return s.print("", findings)
	}
	return writeFindings(s.out, findings)
}

func writeFindings(out io.Writer, findings []blog.Finding) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range findings {
		fmt.Fprintf(w, "%s\t%s\t%s\n", strings.ToUpper(string(f.Weight)), f.About, f.Says)
		if f.Do != "" {
			fmt.Fprintf(w, "\t\t-> %s\n", f.Do)
		}
	}
	return w.Flush()
}
