package comments

import (
	"context"
	"net/url"
	"regexp"
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
		before, err := tx.DecisionOn(ctx, host)
		if err != nil || before.Severity == severity && before.BlockReason == reason {
			return err
		}
		var posts []string
		if severity.Holds() {
			if posts, err = tx.PostsWithTraces(ctx, "", host); err != nil {
				return err
			}
		}
		if err := tx.DecideHost(ctx, host, severity, reason); err != nil {
			return err
		}
		if severity.Holds() {
			if err := letGo(ctx, tx, by, "", host, severity.Refuses()); err != nil {
				return err
			}
		}
		return recordWithPosts(ctx, tx, blog.Change{
			Editor: by.ID, Verb: severity.Verb(), Subject: blog.HostSubject, SubjectID: host, Reason: reason,
		}, posts)
	})
}

// UnblockHost takes what was decided about a server back; what it hid stays
// hidden. What waited for the decision is taken in.
func (c *Comments) UnblockHost(ctx context.Context, by blog.Editor, host string) error {
	host, err := c.hostName(by, host)
	if err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
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

// isOurs tells whether a decision about the host would be one about ourselves.
func (c *Comments) isOurs(host string) bool {
	base, err := url.Parse(c.Base)
	return err == nil && (base.Host == host || strings.HasSuffix(base.Host, "."+host))
}
