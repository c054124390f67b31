package interop

import (
	"context"
	"net/netip"
	"strings"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/newsroom"
	"inews/internal/postgres"
)

// secret is a post or event that nobody may see.
type secret struct {
	post       blog.Post
	slug, path string
	object     fed.ID
}

// secrets are a site's hidden things, beside one public post.
type secrets struct {
	*node
	lead       blog.Post
	shown      string   // a comment under it
	hidden     []secret // drafts, scheduled and withdrawn
	late       secret   // one that was public
	held       []string // comments that are held, hidden or spam
	activities []string // about what is hidden
}

// word stands in everything that is hidden.
const word = "zebracrossing"

// secrets writes, with the use cases of the desk, one public post and whatever
// can be hidden about it and beside it.
func (n *node) secrets() *secrets {
	n.Helper()
	s := &secrets{node: n}
	ctx, d := context.Background(), n.desk
	n.publish("post", "---\ntitle: Lamps\nslug: lamps\ntags: [Open]\n---\nNew lamps.\n")
	var err error
	s.lead, err = d.db.PostBySlug(ctx, "lamps")
	check(n.T, err)
	for _, form := range []blog.Form{blog.FormArticle, blog.FormNote, blog.FormEvent} {
		s.hide(form, "draft", func(string) {})
		s.hide(form, "scheduled", func(id string) {
			_, err := d.newsroom.Schedule(ctx, d.editor, id, time.Now().Add(48*time.Hour))
			check(n.T, err)
		})
		s.hide(form, "withdrawn", func(id string) {
			_, err := d.newsroom.Publish(ctx, d.editor, id)
			check(n.T, err)
			n.await("the post was told of", func() bool { return d.count(`SELECT count(*) FROM outbox_activities WHERE post_id = $1`, id) == 1 })
			_, err = d.newsroom.Withdraw(ctx, d.editor, id, "too early")
			check(n.T, err)
		})
	}
	s.late = s.hidden[len(s.hidden)-1]
	s.converse()
	rows, err := d.db.SQL().QueryContext(ctx, `
		SELECT id::text FROM outbox_activities WHERE post_id <> $1 AND type <> 'Delete' OR object_id LIKE '%/ap/comments/%' AND type = 'Create'`, s.lead.ID)
	check(n.T, err)
	for rows.Next() {
		var id string
		check(n.T, rows.Scan(&id))
		s.activities = append(s.activities, id)
	}
	check(n.T, rows.Err())
	if len(s.activities) != 4 {
		n.Errorf("there are %d activities about what is hidden, want three posts and an answer", len(s.activities))
	}
	return s
}

// hide drafts a post or event and brings it into a state in which it is hidden.
func (s *secrets) hide(form blog.Form, state string, move func(id string)) {
	s.Helper()
	ctx, d := context.Background(), s.node.desk
	name := word + " " + state + " " + string(form)
	draft := newsroom.Draft{
		Form: form, Title: name, Body: "About " + name + ".", Tags: []string{"Secret" + state}, Author: "Secret " + state,
		Published: time.Date(2019, 3, 4, 12, 0, 0, 0, time.UTC),
	}
	if state == "scheduled" {
		draft.Published = time.Time{}
	}
	var post blog.Post
	var err error
	if form == blog.FormEvent {
		var event blog.Event
		event, err = (&calendar.Calendar{DB: d.db, Newsroom: d.newsroom}).Draft(ctx, d.editor, calendar.EventDraft{
			Draft: draft, Starts: time.Now().Add(240 * time.Hour), Venue: blog.Venue{Name: "Hall of " + word},
		})
		post = event.Post
	} else {
		post, err = d.newsroom.Draft(ctx, d.editor, draft)
	}
	check(s.T, err)
	move(post.ID)
	post, err = d.db.PostByID(ctx, post.ID)
	check(s.T, err)
	kind := "posts"
	if form == blog.FormEvent {
		kind = "events"
	}
	s.hidden = append(s.hidden, secret{post, post.Slug, post.Path(), fed.ID(s.base + "/ap/" + kind + "/" + post.ObjectID)})
}

// converse puts two comments that are shown under the public post, and each
// kind that is not.
func (s *secrets) converse() {
	s.Helper()
	ctx, d := context.Background(), s.node.desk
	typed := func(text string, from byte) string {
		c, err := d.comments.Submit(ctx, comments.Submission{
			PostID: s.lead.ID, Name: "Marjorie", Text: text, Opened: time.Now().Add(-time.Minute), Address: netip.AddrFrom4([4]byte{192, 0, 2, from}),
		})
		check(s.T, err)
		return c.ID
	}
	approve := func(id string) {
		_, err := d.comments.Approve(ctx, d.editor, id)
		check(s.T, err)
	}
	s.shown = typed("A civil remark.", 1)
	approve(s.shown)
	held, spam, hidden := typed(word+" held", 2), typed(word+" spam", 3), typed(word+" hidden", 4)
	_, err := d.comments.MarkSpam(ctx, d.editor, spam)
	check(s.T, err)
	approve(hidden)
	_, err = d.comments.Hide(ctx, d.editor, hidden, "rude")
	check(s.T, err)
	answer := d.answer(s.shown, word+" answer").ID
	s.await("the answer was told", func() bool {
		return d.count(`SELECT count(*) FROM outbox_activities WHERE object_id LIKE '%' || $1`, answer) == 1
	})
	_, err = d.comments.RemoveAnswer(ctx, d.editor, answer)
	check(s.T, err)
	said := func(name, text string) string {
		person := blog.Person{
			URI: "https://far.example/users/" + name, Host: "far.example", Handle: "@" + name + "@far.example", Name: name,
			Inbox: "https://far.example/inbox",
		}
		check(s.T, d.db.InTx(ctx, func(tx *postgres.Tx) error { return tx.SavePerson(ctx, person, nil, nil) }))
		c, err := d.comments.Receive(ctx, comments.Remote{
			URI: "https://far.example/notes/" + name, PostID: s.lead.ID, Person: person, HTML: "<p>" + text + "</p>", Audience: blog.AudiencePublic,
		})
		check(s.T, err)
		return c.ID
	}
	approve(said("ana", "From afar."))
	s.held = []string{held, spam, hidden, answer, said("mallory"+word, word+" from afar")}
}

// marks are what would show a hidden thing, by its name.
func (s *secrets) marks() map[string]string {
	marks := map[string]string{"its words": word, "a byline of drafts": "Secret draft", "a tag of drafts": "ecretdraft", "a tag of what is withdrawn": "ecretwithdrawn", "a month": "2019/03"}
	for _, hidden := range s.hidden {
		marks["the slug of "+hidden.slug] = "/" + hidden.slug
		marks["the object of "+hidden.slug] = hidden.post.ObjectID
	}
	for i, id := range s.held {
		marks["a held comment "+string(rune('0'+i))] = id
	}
	return marks
}

// listings are the addresses at which something is listed or shown.
func (s *secrets) listings() []string {
	lead := "/ap/posts/" + s.lead.ObjectID
	return []string{
		"/", "/posts/lamps", "/posts/lamps/comments/" + s.shown, "/events", "/tags/open", "/authors/ada", "/archive",
		s.lead.PublishedAt.UTC().Format("/archive/2006/01"), "/search", "/search?q=lamps", "/search?q=zebra", "/network", "/follow",
		"/feed.rss", "/feed.atom", "/feed.json", "/events.ics", "/tags/open/feed.rss", "/tags/open/feed.atom", "/tags/open/feed.json", "/tags/open/events.ics",
		"/sitemap.xml", "/robots.txt", "/nodeinfo/2.1", "/.well-known/nodeinfo", "/ap/actors/inews", "/ap/actors/instance",
		"/ap/actors/inews/outbox", "/ap/actors/inews/outbox?page=1", "/ap/actors/inews/featured", "/ap/actors/inews/tags", "/ap/actors/inews/followers",
		"/ap/actors/inews/following", lead, lead + "/replies", lead + "/replies?page=1", lead + "/context", lead + "/context?page=1", lead + "/likes", lead + "/shares",
		"/ap/comments/" + s.shown, "/ap/comments/" + s.shown + "/replies", "/ap/comments/" + s.shown + "/replies?page=1",
		"/.well-known/webfinger?resource=acct:inews@" + strings.TrimPrefix(s.base, "https://"),
	}
}

// twins are an address of something hidden, and of what never was.
type twins struct{ hidden, never string }

// twins are all addresses of what is hidden.
func (s *secrets) twins() []twins {
	var all []twins
	add := func(address, hidden, never string) {
		all = append(all, twins{strings.ReplaceAll(address, "*", hidden), strings.ReplaceAll(address, "*", never)})
	}
	for _, hidden := range s.hidden {
		for _, address := range []string{"/posts/*", "/events/*", "/posts/*/interact", "/posts/*/qr.svg", "/posts/*/comments/" + s.shown, "/events/*/event.ics"} {
			add(address, hidden.slug, neverSlug)
		}
		for _, kind := range []string{"posts", "events"} {
			for _, part := range []string{"", "/replies", "/replies?page=1", "/likes", "/shares", "/context", "/context?page=1"} {
				add("/ap/"+kind+"/*"+part, hidden.post.ObjectID, neverID)
			}
		}
	}
	for _, id := range s.held {
		for _, address := range []string{"/posts/lamps/comments/*", "/posts/lamps?after=*", "/ap/comments/*", "/ap/comments/*/replies", "/ap/comments/*/replies?page=1", "/ap/comments/*/likes", "/ap/comments/*/shares"} {
			add(address, id, neverID)
		}
	}
	for _, id := range s.activities {
		add("/ap/activities/*", id, neverID)
	}
	for _, state := range []string{"draft", "scheduled", "withdrawn"} {
		for _, address := range []string{"/tags/*", "/tags/*/feed.rss", "/tags/*/feed.atom", "/tags/*/feed.json", "/tags/*/events.ics", "/tags/*?after=1." + neverID} {
			add(address, "secret"+state, "nosuchtag")
		}
		add("/authors/*", "secret-"+state, neverSlug)
		add("/authors/*?after=9999999999999999."+neverID, "secret-"+state, neverSlug)
	}
	add("/archive/*", "2019/03", "2018/03")
	return all
}
