package interop

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/federation/fedtest"
	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/compliance"
	"inews/internal/mailing"
	"inews/internal/newsroom"
	staffdesk "inews/web/desk"
)

// showcase is a server with something on every page: the demonstration, and
// what a busy year adds to it.
type showcase struct {
	*node
	link            string    // with which an editor signs in, once
	post            blog.Post // that is talked about
	event           blog.Event
	told            published // the post that was delivered
	handed          blog.Post // waits for review, with notes
	invited         string    // where a guest writes
	joining         string    // where somebody new joins the staff
	illustrated     published // the post with a gallery, a file and a video
	bare            string    // hash of a picture that nobody described
	waiting         blog.Comment
	idea            string // the page of whoever had one
	message         string // where staff look after it
	own             string // where the writer of a comment comes back to it
	election, asked string // ids
	erased          string // id of an erasure
}

// longWord is what a page must break, or else it gets as wide as the word.
var longWord = strings.Repeat("Llanfairpwllgwyngyll", 6)

func newShowcase(t *testing.T) *showcase {
	t.Helper()
	i := newInternet(t)
	_, address := newOffice(t)
	s := &showcase{node: i.node("INEWS_NAME=Open Desk", "INEWS_ORGANISATION=Harrowmere County Council", "INEWS_LANGUAGES=en-GB,cy",
		"INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Open Desk <news@council.example>")}
	var demo struct{ Site string }
	s.inews(&demo, "demo")
	s.start()
	var added struct{ Link string }
	s.inews(&added, "staff", "add", "--name", "Wilhelmina Featherstonehaugh", "--role", "owner",
		"wilhelmina.featherstonehaugh@communications.council.example")
	s.link = strings.TrimPrefix(added.Link, s.base)
	s.converse()
	s.deliver()
	s.handIn()
	s.illustrate()
	s.block()
	s.moderate()
	s.beRead()
	s.beTold()
	s.beAsked()
	s.erase()
	return s
}

// converse has a thread go deep, with words that do not break by themselves:
// readers and the blog in turns.
func (s *showcase) converse() {
	s.Helper()
	ctx := context.Background()
	var err error
	s.post, err = s.desk.db.PostBySlug(ctx, "why-the-fediverse")
	check(s.T, err)
	s.event, err = s.desk.db.EventBySlug(ctx, "reading-the-river")
	check(s.T, err)
	queue, err := s.desk.db.CommentsInQueue(ctx, blog.VerdictHeld, 10)
	check(s.T, err)
	s.waiting = queue[0]
	thread, err := s.desk.db.CommentsOnPost(ctx, s.post.ID, "", 1)
	check(s.T, err)
	above := thread[0].ID
	for level := range 5 {
		said, err := s.desk.comments.Submit(ctx, comments.Submission{
			PostID: s.post.ID, ParentID: above, Name: "Reader " + longWord[:60], Text: fmt.Sprintf("Round %d: what of %s?", level, longWord),
			Opened: time.Now().Add(-time.Minute), Address: netip.AddrFrom4([4]byte{198, 51, 100, byte(level)}),
		})
		check(s.T, err)
		s.own = "/comments/edit/" + said.Link
		_, err = s.desk.comments.Approve(ctx, s.desk.editor, said.ID)
		check(s.T, err)
		above = s.desk.answer(said.ID, "See <https://council.example/"+longWord+"> for that.").ID
	}
}

// deliver publishes a post to two followers. The server of one is out of order.
func (s *showcase) deliver() {
	s.Helper()
	anna, bert := s.internet.peer("anna"), s.internet.peer("bert")
	followers := s.desk.count("SELECT count(*) FROM followers")
	for _, p := range []*fedtest.Peer{anna, bert} {
		_, err := p.Follow(within(s.T), s.actor())
		check(s.T, err)
	}
	s.await("two more follow", func() bool { return s.desk.count("SELECT count(*) FROM followers") == followers+2 })
	bert.Always(fedtest.Answer{Code: http.StatusServiceUnavailable, Body: "Down for repair"})
	s.told = s.publish("post", "---\ntitle: New bins from May\ntags: [Waste]\n---\nThey are green.\n")
	s.await("both were tried", func() bool {
		return s.desk.count("SELECT count(*) FROM deliveries WHERE object_id = $1 AND code > 0", string(s.told.Object)) == 2
	})
}

// block shuts out a person and a server.
func (s *showcase) block() {
	s.Helper()
	ctx := context.Background()
	person, err := s.desk.db.PersonByHandle(ctx, "@kofi@newsdesk.example")
	check(s.T, err)
	check(s.T, s.desk.comments.BlockPerson(ctx, s.desk.editor, person.URI, "Wrote the same sentence under every post for a week."))
	check(s.T, s.desk.comments.BlockHost(ctx, s.desk.editor, "rank-faster.example", "Sells links."))
}

// beRead has a year of readers and followers behind it.
func (s *showcase) beRead() {
	s.Helper()
	s.desk.exec(`
		INSERT INTO daily_counts (day, followers, delivered, failed, reckoned)
		SELECT day::date, greatest(14 - age / 26 - (age % 9) / 8, 0), 12 + age % 7, CASE age % 6 WHEN 0 THEN 1 ELSE 0 END, false
		FROM generate_series(current_date - 364, current_date - 1, interval '1 day') AS day, LATERAL (SELECT current_date - day::date AS age) a
		ON CONFLICT (day) DO UPDATE SET followers = EXCLUDED.followers, delivered = EXCLUDED.delivered, failed = EXCLUDED.failed, reckoned = false`)
	s.desk.exec(`
		INSERT INTO page_views (day, path, source, post_id, views)
		SELECT day::date, '/posts/why-the-fediverse', source, $1::uuid, 3 + (current_date - day::date) % 11
		FROM generate_series(current_date - 364, current_date, interval '1 day') AS day,
			unnest(ARRAY['direct', 'here', 'search', 'social', 'elsewhere']) AS source`, s.post.ID)
}

// beTold has somebody send an idea with words that do not break by themselves.
func (s *showcase) beTold() {
	s.Helper()
	ctx, box := context.Background(), &mailing.Letterbox{DB: s.desk.db, Site: s.base}
	m, secret, err := box.Send(ctx, mailing.Sent{
		Kind: blog.IdeaMessage, Title: "A walk to " + longWord[:60], Words: "From here to " + longWord + ".\n\nAnd back.", Name: "Jean " + longWord[:60],
		Email: "jean@home.example", Opened: time.Now().Add(-time.Minute), Address: netip.AddrFrom4([4]byte{198, 51, 100, 77}),
	})
	check(s.T, err)
	for _, to := range []blog.MessageState{blog.IdeaConsidered, blog.IdeaTrial} {
		check(s.T, box.Move(ctx, s.desk.editor, m.ID, to, "We walk it ourselves: "+longWord))
	}
	check(s.T, box.Answer(ctx, s.desk.editor, m.ID, "Which way did you go?"))
	check(s.T, box.Note(ctx, s.desk.editor, m.ID, "Ask the rangers about "+longWord))
	s.idea, s.message = "/ideas/"+secret, "/desk/messages/"+m.ID
}

// beAsked has requests with a clock, a clean-up and an election behind and ahead.
func (s *showcase) beAsked() {
	s.Helper()
	ctx := context.Background()
	duties := &compliance.Compliance{DB: s.desk.db, Zone: time.UTC}
	chief := s.desk.editor
	chief.Role = blog.Owner
	asked, err := duties.Open(ctx, chief, blog.Request{Kind: blog.RequestFOI, CommentID: s.waiting.ID, Name: "Jean Poole"})
	check(s.T, err)
	s.asked = asked.ID
	check(s.T, duties.Write(ctx, chief, s.asked, "Asked finance for the invoice. "+longWord))
	_, err = duties.Open(ctx, chief, blog.Request{Kind: blog.RequestDefamation, Words: "The post of May says of me what is not true.", Name: "A. Person", ReceivedAt: time.Now().Add(-40 * time.Hour)})
	check(s.T, err)
	check(s.T, duties.CleanUp(ctx))
	e, err := duties.SetElection(ctx, chief, blog.Election{
		Name: "County council election", Reason: "The council has to stay neutral while candidates campaign.", Comments: blog.CommentsHeld,
		BeginsAt: time.Now().Add(-time.Hour), EndsAt: time.Now().AddDate(0, 0, 30), Watched: []string{"Jo Bloggs", "benches", longWord},
	})
	check(s.T, err)
	s.election = e.ID
}

// erase takes away what somebody said, and has the servers that were told of it be
// told again.
func (s *showcase) erase() {
	s.Helper()
	ctx := context.Background()
	said, err := s.desk.comments.Submit(ctx, comments.Submission{
		PostID: s.told.ID, Name: "Jo Martin", Email: "jo.martin@home.example", Text: "Ours came on Tuesday.",
		Opened: time.Now().Add(-time.Minute), Address: netip.AddrFrom4([4]byte{198, 51, 100, 78}),
	})
	check(s.T, err)
	_, err = s.desk.comments.Approve(ctx, s.desk.editor, said.ID)
	check(s.T, err)
	var begun []any
	s.inews(&begun, "privacy", "erase", "--by", "letter", "jo.martin@home.example")
	s.erased = s.desk.one("SELECT id FROM erasures")
	s.await("a server has confirmed", func() bool {
		return s.desk.count("SELECT count(*) FROM erasure_answers WHERE state = 'delivered'") > 0
	})
}

// sight is a page to look at.
type sight struct{ name, path string }

// site is every kind of page for readers.
func (s *showcase) site() []sight {
	month := s.post.PublishedAt.Format("/archive/2006/01")
	return []sight{
		{"home", "/"}, {"post", s.post.Path()}, {"event", s.event.Path()}, {"post-pictures", "/posts/the-plan-in-pictures"}, {"right-to-left", "/posts/from-right-to-left"}, {"events", "/events"}, {"events-narrowed", "/events?tag=opendoor&cost=free"}, {"events-none", "/events?place=nowhere"},
		{"comment", s.post.Path() + "/comments/" + s.shown()}, {"search", "/search?q=council"},
		{"search-none", "/search?q=" + longWord}, {"search-filters", "/search?q=council&kind=post&tag=localgov"},
		{"search-comments", "/search?q=council&kind=comment"}, {"series", "/series/" + s.event.SeriesSlug}, {"network", "/network"}, {"follow", "/follow"},
		{"follow-away", "/follow?to=@me@server.example"}, {"tag", "/tags/localgov"}, {"author", "/authors/" + s.post.Author.Slug},
		{"welsh", "/cy"}, {"welsh-post", "/cy" + s.post.Path()}, {"welsh-event", "/cy" + s.event.Path()}, {"welsh-events", "/cy/events"},
		{"welsh-search", "/cy/search?q=council"}, {"welsh-missing", "/cy/nowhere"}, {"missing", "/nowhere"},
		{"archive", "/archive"}, {"month", month}, {"page", "/pages/about"}, {"rules", "/pages/reply-rules"}, {"thanks", s.own + "?new=1"}, {"own-shown", s.own},
		{"report-comment", s.post.Path() + "/comments/" + s.shown() + "/report"}, {"report-thanks", s.post.Path() + "/comments/" + s.shown() + "/report?sent=1"},
		{"poster", "/follow/poster"}, {"interact-reply", s.post.Path() + "/interact"}, {"interact-share", s.event.Path() + "/interact?do=share&to=@me@server.example"},
		{"interact-comment", s.post.Path() + "/comments/" + s.shown() + "/interact?do=like"}, {"interact-wrong", s.post.Path() + "/interact?to=" + longWord},
		{"contact", "/contact"}, {"ideas", "/ideas"}, {"idea-new", "/ideas/new"}, {"idea", s.idea}, {"feedback", "/feedback?page=" + s.post.Path() + "&useful=no"},
		{"thanks-message", "/thanks/CONTACT-7K3F-9QWX"}, {"post-outcome", "/posts/footpath-report-in-ninety-seconds"},
		{"updates", "/updates?tag=localgov"}, {"updates-sent", "/updates?sent=1"},
		{"accessibility", "/accessibility"}, {"privacy", "/privacy"}, {"cookies", "/cookies"}, {"rules-ours", "/rules"}, {"pre-election", "/pre-election"},
	}
}

// shown is a comment that readers see.
func (s *showcase) shown() string {
	s.Helper()
	thread, err := s.desk.db.CommentsOnPost(context.Background(), s.post.ID, "", 3)
	check(s.T, err)
	return thread[2].ID
}

// isWhole makes sure that every page of the desk is among the sights: whoever adds
// a page has it looked at here.
func (s *showcase) isWhole(sights []sight) {
	s.Helper()
	parameter := regexp.MustCompile(`:[a-z]+`)
	for _, route := range new(staffdesk.Desk).Routes() {
		if route.Method != http.MethodGet || noPage[route.Path] {
			continue
		}
		shape := regexp.MustCompile("^" + parameter.ReplaceAllString(route.Path, "[^/]+") + "$")
		if !slices.ContainsFunc(sights, func(at sight) bool {
			path, _, _ := strings.Cut(at.path, "?")
			return shape.MatchString(path)
		}) {
			s.Errorf("no window looks at %s", route.Path)
		}
	}
}

// noPage are the addresses of the desk that answer with something else.
var noPage = map[string]bool{
	"/desk/blocks/list.csv":             true, // a file
	"/desk/reach/numbers.csv":           true, // and so are these
	"/desk/reach/:month/numbers.csv":    true,
	"/desk/reach/:month/posts.csv":      true,
	"/desk/posts/:id/reach/numbers.csv": true,
	"/desk/trail.csv":                   true,
	"/desk/look/sheet.css":              true,
	"/desk/election/:id/evidence.csv":   true,
	"/desk/privacy/:id/receipt.html":    true,
	"/desk/privacy/:id/receipt.json":    true,
	"/desk/requests/:id/bundle.zip":     true,
	"/desk/followers/list.csv":          true,

	"/desk/mentions": true, // what scripts ask for
	"/desk/tags":     true,
	"/desk/copies":   true,

	"/desk/sign-in/code":              true, // leads on without a password before it: see TestBrowserDoorLooks
	"/desk/setup/:token":              true, // only where nobody is: see TestBrowserFirstPost
	"/desk/sign-in/organisation":      true, // leads away
	"/desk/sign-in/organisation/back": true,
}

// handIn has a contributor submit a post on which there are notes, and a guest
// be invited.
func (s *showcase) handIn() {
	s.Helper()
	ctx, room := context.Background(), s.desk.newsroom
	writer, err := (&accounts.Accounts{DB: s.desk.db}).Add(ctx, blog.Editor{Role: blog.Owner}, blog.Editor{
		Email: "chioma@council.example", Name: "Chioma Eze", Role: blog.Contributor,
	})
	check(s.T, err)
	s.handed, err = room.Draft(ctx, writer, newsroom.Draft{
		Title: "Benches that talk", Summary: "Six benches in Mill Street tell you when the bus comes.",
		Body: "## What we did\n\nWe put a loudspeaker into six benches.\n\n## What we learnt\n\nPeople answer them. " + longWord,
	})
	check(s.T, err)
	check(s.T, room.Note(ctx, s.desk.editor, blog.Note{PostID: s.handed.ID, Words: "Who paid for them?", Quote: "six benches"}))
	notes, err := s.desk.db.NotesOn(ctx, s.handed.ID)
	check(s.T, err)
	check(s.T, room.ResolveNote(ctx, writer, s.handed.ID, notes[0].ID))
	check(s.T, room.Note(ctx, writer, blog.Note{PostID: s.handed.ID, Words: "The lottery did: it is in the text now.\nIs the picture all right? " + longWord}))
	_, err = room.Submit(ctx, writer, s.handed.ID, "Is the second heading clear?", time.Now().AddDate(0, 0, 3))
	check(s.T, err)
	token, link, err := room.Invite(ctx, s.desk.editor, newsroom.Invitation{
		Name: "Dr Ravi Nair", Email: "ravi@uni.example", Handle: "@ravi@uni.example", Thanks: "Our thanks to Dr Ravi Nair.", Days: 14,
	})
	check(s.T, err)
	s.invited = "/desk/drafts/" + token
	_, token, err = (&accounts.Accounts{DB: s.desk.db}).Invite(ctx, blog.Editor{Role: blog.Owner}, blog.Invitation{
		Email: "samira@council.example", Name: "Samira Lee", Role: blog.Moderator,
	}, false)
	check(s.T, err)
	s.joining = "/desk/join/" + token
	check(s.T, room.Note(ctx, s.desk.editor, blog.Note{PostID: link.PostID, Words: "Welcome! Six hundred words are plenty."}))
	_, err = room.Date(ctx, s.desk.editor, s.told.ID, blog.Dates{TakeDownAt: time.Now().AddDate(0, 2, 0), RecheckMonths: 6})
	check(s.T, err)
}

// door is what staff see before they are in.
func (s *showcase) door() []sight {
	return []sight{{"sign-in", "/desk/sign-in"}, {"guest-draft", s.invited}, {"join", s.joining}, {"sign-in-link", s.link}}
}

// office is every kind of page of the desk.
func (s *showcase) office() []sight {
	authors, err := s.desk.db.Authors(context.Background())
	check(s.T, err)
	post, told := "/desk/posts/"+s.post.ID, "/desk/posts/"+s.told.ID
	return []sight{
		{"dashboard", "/desk"}, {"posts", "/desk/posts"}, {"post-new", "/desk/posts/new"}, {"post-edit", post},
		{"preview", post + "/preview"}, {"deliveries", told + "/deliveries"}, {"history", post + "/history"}, {"revision", post + "/revisions/2"}, {"withdraw", post + "/withdraw"},
		{"translation", post + "/translations/cy"}, {"preview-welsh", post + "/preview?language=cy"},
		{"event-new", "/desk/events/new"}, {"event-edit", "/desk/events/" + s.event.ID}, {"queue", "/desk/comments"},
		{"queue-approved", "/desk/comments?verdict=approved"}, {"comment", "/desk/comments/" + s.waiting.ID},
		{"mentions", "/desk/comments/mentions"}, {"mentions-done", "/desk/comments/mentions?verdict=noted"}, {"queue-spam", "/desk/comments?verdict=spam"},
		{"mention", "/desk/comments/" + s.desk.one("SELECT id FROM comments WHERE post_id IS NULL AND verdict = 'noted'")},
		{"trusted", "/desk/trusted"}, {"queue-sifted", "/desk/comments?source=fediverse&age=week&post=" + s.post.ID},
		{"queue-sifted-none", "/desk/comments?age=old&verdict=spam"}, {"comment-ours", "/desk/comments/" + s.shown()},
		{"followers", "/desk/followers"}, {"subscribers", "/desk/subscribers"}, {"blocks", "/desk/blocks"},
		{"block", "/desk/blocks/new?host=harbour.example&back=/desk/comments"}, {"partners", "/desk/network"},
		{"authors", "/desk/authors"}, {"author", "/desk/authors/" + authors[0].ID}, {"author-new", "/desk/authors/new"},
		{"pages", "/desk/pages"}, {"page-new", "/desk/pages/new"}, {"page", "/desk/pages/about"}, {"redirects", "/desk/redirects"}, {"look", "/desk/look"}, {"staff", "/desk/staff"}, {"password", "/desk/password"}, {"health", "/desk/health"},
		{"watch", "/desk/watch"}, {"reports", "/desk/reports"}, {"quotes", "/desk/quotes"}, {"post-quotes", post + "/quotes"},
		{"reach", "/desk/reach"}, {"reach-year", "/desk/reach?range=year"}, {"report", "/desk/reach/" + time.Now().Format("2006-01")},
		{"report-before", "/desk/reach/" + time.Now().AddDate(0, -1, 1-time.Now().Day()).Format("2006-01")}, {"post-reach", post + "/reach"},
		{"review", "/desk/posts/" + s.handed.ID + "/review"}, {"post-in-review", "/desk/posts/" + s.handed.ID}, {"posts-review", "/desk/posts?state=review"},
		{"dates", told + "/dates"}, {"guests", "/desk/guests"}, {"notices", "/desk/notices"}, {"notice-choices", "/desk/notices/choices"}, {"trail", "/desk/trail"},
		{"pictures", "/desk/pictures"}, {"picture", "/desk/pictures/" + s.post.Picture.Hash}, {"picture-bare", "/desk/pictures/" + s.bare}, {"files", "/desk/files"}, {"pictures-none", "/desk/pictures?q=" + longWord},
		{"messages", "/desk/messages"}, {"messages-feedback", "/desk/messages?show=feedback"}, {"messages-done", "/desk/messages?show=done"},
		{"messages-spam", "/desk/messages?show=spam"}, {"message", s.message},
		{"setup", "/desk/setup"}, {"account", "/desk/account"}, {"authenticator", "/desk/account/code"}, {"block-list", "/desk/blocks/list"}, {"lists", "/desk/blocks/lists"},
		{"legal", "/desk/legal"}, {"retention", "/desk/retention?due=now"}, {"privacy", "/desk/privacy"}, {"erasure", "/desk/privacy/" + s.erased}, {"elections", "/desk/election"}, {"election", "/desk/election/" + s.election},
		{"approval", post + "/approval"}, {"requests", "/desk/requests"}, {"requests-closed", "/desk/requests?state=closed"}, {"request", "/desk/requests/" + s.asked},
		{"request-new", "/desk/requests/new?comment=" + s.waiting.ID + "&kind=foi"},
	}
}
