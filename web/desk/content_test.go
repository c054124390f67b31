package desk_test

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// published is the id of a post that is out, written through the desk.
func (f *floor) published(title string) string {
	f.Helper()
	form := text(title)
	form.Set("do", "publish")
	return id(f.done(blog.Managing, "/desk/posts", form))
}

// person saves somebody on another server.
func (f *floor) person(name, host string) blog.Person {
	f.Helper()
	p := blog.Person{
		URI: "https://" + host + "/users/" + name, Type: "Person", Handle: "@" + name + "@" + host, Name: name,
		URL: "https://" + host + "/@" + name, Host: host, Inbox: "https://" + host + "/inbox",
	}
	f.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SavePerson(ctx, p, nil, nil) })
	return p
}

// said saves a comment from the fediverse, held, and returns its id.
func (f *floor) said(postID, parentID string, by blog.Person, words string, private bool) string {
	f.Helper()
	body := richtext.Remote("<p>" + words + "</p>")
	c := blog.Comment{
		URI: fmt.Sprintf("%s/notes/%d", by.URI, time.Now().UnixNano()), PostID: postID, ParentID: parentID,
		Origin: blog.FromFediverse, Audience: blog.AudiencePublic, Verdict: blog.VerdictHeld, Person: by,
		HTML: body.String(), Text: richtext.PlainText(body), URL: by.URL + "/1", Language: "en",
	}
	if private {
		c.Audience = blog.AudienceDirect
	}
	f.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		c, _, err = tx.InsertComment(ctx, c, "", nil)
		return err
	})
	return c.ID
}

// typed saves a comment from the form under a post.
func (f *floor) typed(postID, name, words string) string {
	f.Helper()
	c, err := f.options.Comments.Submit(f.Context(), comments.Submission{
		PostID: postID, Name: name, Text: words, Opened: time.Now().Add(-time.Minute), Address: netip.MustParseAddr("192.0.2.7"),
	})
	f.check(err)
	return c.ID
}

func (f *floor) verdict(commentID string) blog.Verdict {
	f.Helper()
	c, err := f.db.CommentByID(f.Context(), commentID)
	f.check(err)
	return c.Verdict
}

// follower has somebody follow the blog.
func (f *floor) follower(p blog.Person) {
	f.Helper()
	f.tx(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.AddFollower(ctx, p.URI, p.URI+"/follow")
		return err
	})
}

// sent makes deliveries of a post, as the bridge and the dispatcher would: to
// so many hosts, the first of which took it, while the last two are in trouble.
func (f *floor) sent(postID string, hosts int) {
	f.Helper()
	activity := "00000000-0000-4000-8000-00000000000" + fmt.Sprint(hosts%10)
	f.tx(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.InsertActivity(ctx, postgres.OutboxActivity{
			ID: activity, URI: base + "/ap/activities/" + activity, Type: "Create", Sender: "inews",
			ObjectID: base + "/ap/posts/x", PostID: postID, Public: true, Body: []byte("{}"),
		})
		return err
	})
	for i := range hosts {
		state, code, attempts, problem, done := "delivered", 202, 1, "", any(time.Now())
		switch i {
		case hosts - 1:
			state, code, attempts, done = "waiting", 503, 4, nil
		case hosts - 2:
			state, code, attempts, problem = "failed", 0, 12, "The server did not answer for a week."
		}
		_, err := f.db.SQL().ExecContext(f.Context(), `
			INSERT INTO deliveries (activity_id, host, inbox, object_id, state, attempts, code, error, done_at, run_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '1 hour')`,
			activity, fmt.Sprintf("server%d.example", i), fmt.Sprintf("https://server%d.example/inbox", i),
			base+"/ap/posts/x", state, attempts, code, problem, done)
		f.check(err)
	}
}
