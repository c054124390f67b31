package comments

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// BlockHost refuses everything from a server and those below its name, and
// hides what came from there.
func (c *Comments) BlockHost(ctx context.Context, by blog.Editor, host, reason string) error {
	return c.DecideHost(ctx, by, host, blog.Suspend, reason)
}

// DecideHost says how far what comes from a server, and from those below its
// name, is welcome: see blog.Severity. The same decision again changes nothing.
func (c *Comments) DecideHost(ctx context.Context, by blog.Editor, host string, severity blog.Severity, reason string) error {
	host, err := c.hostName(by, host)
	if err != nil {
		return err
	}
	if severity != blog.Silence && severity != blog.Hold && severity != blog.Suspend {
		return blog.InvalidField("severity", "Choose how far the decision goes: silence, hold or suspend.")
	}
	reason = oneLine(reason)
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx, host); err != nil {
			return err
		}
		before, err := tx.DecisionOn(ctx, host)
		if err != nil || before.Severity == severity && before.BlockReason == reason && before.ListID == "" {
			return err
		}
		if err := tx.AnswerLists(ctx, host, severity); err != nil {
			return err
		}
		return decideHost(ctx, tx, decision{by: by, host: host, severity: severity, reason: reason})
	})
}

// decision is what is decided about a server: by staff, by a list, or by staff
// about what a list says.
type decision struct {
	by       blog.Editor
	host     string
	severity blog.Severity
	reason   string
	list     blog.ListEntry // zero when no list says so
}

func decideHost(ctx context.Context, tx *postgres.Tx, d decision) (err error) {
	var posts []string
	if d.severity.Holds() {
		if posts, err = tx.PostsWithTraces(ctx, "", d.host); err != nil {
			return err
		}
	}
	if err := tx.DecideHost(ctx, d.host, d.severity, d.reason, d.list.ListID); err != nil {
		return err
	}
	if d.severity.Holds() {
		if err := letGo(ctx, tx, d.by, "", d.host, d.severity.Refuses()); err != nil {
			return err
		}
	}
	return recordWithPosts(ctx, tx, blog.Change{
		Editor: d.by.ID, Verb: d.severity.Verb(), Subject: blog.HostSubject, SubjectID: d.host, Reason: withList(d.reason, d.list.List),
	}, posts)
}

// withList names, in the audit trail, the list that said so.
func withList(reason, list string) string {
	switch {
	case list == "":
		return reason
	case reason == "":
		return "From the list " + list
	}
	return reason + " (from the list " + list + ")"
}

// UnblockHost takes what was decided about a server back, also what a list
// decided, which does not do so again; what it hid stays hidden. What waited for the decision is taken in.
func (c *Comments) UnblockHost(ctx context.Context, by blog.Editor, host string) error {
	host, err := c.hostName(by, host)
	if err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx, host); err != nil {
			return err
		}
		if err := tx.AnswerLists(ctx, host, blog.NoSeverity); err != nil {
			return err
		}
		if err := tx.UnblockHost(ctx, host); err != nil {
			return err
		}
		_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Unblocked, Subject: blog.HostSubject, SubjectID: host})
		return err
	})
}

// hostShape is a host name in ASCII, with a port where a test server has one.
var hostShape = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$`)

// hostName reads the name of a server as staff type it, for those who may
// decide about it.
func (c *Comments) hostName(by blog.Editor, host string) (string, error) {
	if err := moderator(by); err != nil {
		return "", err
	}
	name, ok := spell(host)
	if !ok {
		return "", blog.InvalidField("host", "Write the name of the server alone, like social.example.")
	}
	if c.isOurs(name) {
		return "", blog.InvalidField("host", "This is the server of this blog.")
	}
	return name, nil
}

// spell is the one spelling of a server's name, as it stands in addresses: in
// lower case and ASCII.
func spell(host string) (string, bool) {
	host = strings.ToLower(strings.TrimSpace(host))
	host = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(host, "https://"), "http://"), "/")
	wire, ok := richtext.WireHost(host)
	return wire, ok && hostShape.MatchString(wire)
}

// isOurs tells whether a decision about the host would be one about ourselves:
// the site, the domain of its handle, or what is above them.
func (c *Comments) isOurs(host string) bool {
	base, err := url.Parse(c.Base)
	return err == nil && slices.Contains(blog.DomainsOf(base.Host), host) || slices.Contains(blog.DomainsOf(c.Domain), host)
}
