package interop

import (
	"context"
	"database/sql"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/fediverse"
	"inews/internal/jobs"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/postgres"
)

// desk is what staff do at a server: the use cases on its database, from
// another process, as a second node would.
type desk struct {
	*node
	db       *postgres.DB
	editor   blog.Editor
	comments *comments.Comments
	network  *network.Network
	newsroom *newsroom.Newsroom
}

func newDesk(n *node, database string) *desk {
	n.Helper()
	db, err := postgres.Open(context.Background(), database, nil)
	check(n.T, err)
	n.Cleanup(func() { _ = db.Close() })
	runner, err := jobs.New(db, jobs.Options{})
	check(n.T, err)
	bridge := &fediverse.Bridge{Addresses: fediverse.Addresses{Base: n.base, Handle: "inews"}, DB: db}
	db.SetEnqueue(func(ctx context.Context, tx *sql.Tx, change blog.Change) error {
		if !bridge.Concerns(change) {
			return nil
		}
		return runner.EnqueueChange(ctx, tx, change)
	})
	d := &desk{
		node: n, db: db,
		comments: &comments.Comments{DB: db, Base: bridge.Addresses.Comments(), Ours: []string{string(bridge.Blog()), n.base + "/"}},
		network:  &network.Network{DB: db, Base: string(bridge.Activity(""))},
		newsroom: &newsroom.Newsroom{DB: db, Site: n.base},
	}
	boss := blog.Editor{Role: blog.Owner}
	d.editor, err = (&accounts.Accounts{DB: db}).Add(context.Background(), boss, blog.Editor{Email: "ada@council.example", Name: "Ada", Role: blog.Owner})
	check(n.T, err)
	return d
}

// follow asks to follow somebody, and trusts them from the start.
func (d *desk) follow(handle string) {
	d.Helper()
	var partner struct{ State string }
	d.inews(&partner, "follow", "--trust", handle)
	if partner.State != string(blog.FollowSent) && partner.State != string(blog.FollowAccepted) {
		d.Errorf("following %s is %s", handle, partner.State)
	}
}

// held waits for a comment that awaits a decision, and returns its id.
func (d *desk) held(text string) string {
	d.Helper()
	id := ""
	d.await("a comment is held: "+text, func() bool {
		var list []struct{ ID, Text string }
		d.inews(&list, "comments", "list")
		for _, c := range list {
			if c.Text == text {
				id = c.ID
			}
		}
		return id != ""
	})
	return id
}

// approve shows a comment to readers.
func (d *desk) approve(id string) {
	d.Helper()
	var decided struct{ Verdict string }
	d.inews(&decided, "comments", "approve", id)
	if decided.Verdict != string(blog.VerdictApproved) {
		d.Errorf("the comment is %s", decided.Verdict)
	}
}

// answer says something as the blog below a comment.
func (d *desk) answer(comment, markdown string) blog.Comment {
	d.Helper()
	said, err := d.comments.Answer(context.Background(), d.editor, comment, markdown)
	check(d.T, err)
	return said
}

// edit changes the title of a post that is out.
func (d *desk) edit(p published, title string) {
	d.Helper()
	post, err := d.db.PostByID(context.Background(), p.ID)
	check(d.T, err)
	_, err = d.newsroom.Edit(context.Background(), d.editor, p.ID, newsroom.Draft{
		Form: post.Form, Title: title, Summary: post.Summary, Body: post.Body, Slug: post.Slug, Language: post.Language,
		Comments: post.Comments, Version: post.Version,
	})
	check(d.T, err)
}

// count is the result of a query for one number.
func (d *desk) count(query string, args ...any) int {
	d.Helper()
	var n int
	check(d.T, d.db.SQL().QueryRowContext(context.Background(), query, args...).Scan(&n))
	return n
}

func (d *desk) exec(statement string, args ...any) {
	d.Helper()
	_, err := d.db.SQL().ExecContext(context.Background(), statement, args...)
	check(d.T, err)
}

// one is the result of a query for one text.
func (d *desk) one(query string, args ...any) string {
	d.Helper()
	var text string
	check(d.T, d.db.SQL().QueryRowContext(context.Background(), query, args...).Scan(&text))
	return text
}
