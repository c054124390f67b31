package interop

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/chromedp/chromedp"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
)

// sharedList is what other moderators say about servers: about three of whose
// people the showcase has something, and about others.
func (s *showcase) sharedList() string {
	s.Helper()
	traces, err := s.desk.db.TracesByHost(context.Background())
	check(s.T, err)
	known := slices.Sorted(maps.Keys(traces))
	if len(known) < 3 {
		s.Fatalf("the showcase knows of %q", known)
	}
	list := "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
	for n, severity := range []string{"suspend", "silence", "hold"} {
		list += known[n] + "," + severity + ",false,false,\"Harassment, and nobody there answers reports\",false\n"
	}
	return list + "backlinks.example,suspend,false,false,Sells links,false\ncasino.example,silence,false,false,,false\n" +
		"rank-faster.example,silence,false,false,,false\nx****.example,suspend,false,false,,true\npictures.example,noop,true,false,,false\n"
}

// moderate fills the pages of moderation: reports of other servers, quotes, lists
// that are followed, one of which is gone, and what of them waits.
func (s *showcase) moderate() {
	s.Helper()
	ctx := context.Background()
	thread, err := s.desk.db.CommentsOnPost(ctx, s.post.ID, "", 3)
	check(s.T, err)
	followers, err := s.desk.db.Followers(ctx, postgres.Cursor{}, 6)
	check(s.T, err)
	for n, words := range []string{"Insults our staff by name, three times since Monday. Please look at the whole thread: " + longWord, "", "It is about you, too."} {
		subjects := []blog.ReportedThing{{URI: thread[n].URI, CommentID: thread[n].ID}}
		if n == 2 {
			subjects = append(subjects, blog.ReportedThing{URI: s.base + "/", PostID: s.post.ID}, blog.ReportedThing{URI: string(s.actor())})
		}
		check(s.T, s.desk.comments.TakeReport(ctx, blog.Report{
			URI: followers[n].URI + "/flag", PersonURI: followers[n].URI, Words: words, Subjects: subjects,
		}))
	}
	s.quotes(followers)
	s.mentions(followers)

	text := s.sharedList()
	lists, err := s.internet.network.Serve("localhost:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/blocks.csv" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/csv")
		_, _ = w.Write([]byte(text)) // who hangs up misses it
	}))
	check(s.T, err)
	for _, path := range []string{"/blocks.csv", "/lists/" + longWord + ".csv"} {
		_, err := s.desk.comments.FollowList(ctx, s.desk.editor, string(lists.ID(path)), comments.Daily)
		check(s.T, err)
	}
	s.await("both lists were looked at", func() bool {
		return s.desk.count("SELECT count(*) FROM block_lists WHERE taken_at IS NOT NULL OR problem <> ''") == 2 &&
			s.desk.count("SELECT count(*) FROM block_list_entries WHERE standing = 'new'") == 0
	})
	waiting, err := s.desk.comments.WaitingEntries(ctx, 10)
	check(s.T, err)
	if len(waiting) < 2 {
		s.Fatalf("only %d servers on the list wait for staff", len(waiting))
	}
	check(s.T, s.desk.comments.RefuseEntry(ctx, s.desk.editor, waiting[len(waiting)-1].ListID, waiting[len(waiting)-1].Host))
}

// mentions has followers name the blog, and their comments look like spam.
func (s *showcase) mentions(followers []blog.Follower) {
	s.Helper()
	link := `<a href="https://pills.example/">` + longWord + `</a> `
	for n, words := range []string{"<p>@inews, is the library open on Sunday?</p>", "<p>@inews " + longWord + "</p>", "<p>Casino! " + link + link + link + "</p>"} {
		remote := comments.Remote{
			URI: fmt.Sprintf("%s/mentions/%d", followers[n].URI, n), Person: followers[n].Person, HTML: words, Audience: blog.AudiencePublic,
		}
		for _, postID := range []string{"", s.post.ID} {
			remote.PostID = postID
			_, err := s.desk.comments.Receive(context.Background(), remote)
			check(s.T, err)
			remote.URI += "/below"
		}
	}
	_, err := s.desk.comments.Answer(context.Background(), s.desk.editor, s.desk.one("SELECT id FROM comments WHERE post_id IS NULL AND suspicion = '' ORDER BY received_at LIMIT 1"), "On Sundays from ten to four.")
	check(s.T, err)
}

// quotes has three followers quote a post: one is shown, one is held back, one
// was revoked.
func (s *showcase) quotes(followers []blog.Follower) {
	s.Helper()
	ctx := context.Background()
	check(s.T, s.desk.db.InTx(ctx, func(tx *postgres.Tx) error {
		for n, f := range followers[:3] {
			given, _, err := tx.GiveStamp(ctx, blog.Stamp{
				Kind: blog.QuoteStamp, URI: f.URI + "/notes/1", URL: f.URI + "/notes/1", Person: f.Person,
				Target: s.base + "/ap/posts/" + s.post.ObjectID, PostID: s.post.ID, Audience: blog.AudiencePublic,
			})
			if err != nil {
				return err
			}
			switch n {
			case 0:
				err = tx.ShowStamp(ctx, given.ID, true)
			case 1:
				_, err = tx.RevokeStamp(ctx, given.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// tries pastes a block list and looks at what it would do, without a mouse.
func (w *window) tries(list string) {
	w.Helper()
	w.open("/desk/blocks/list")
	w.do(chromedp.SetValue("#list", list), chromedp.Focus("button[value=look]"))
	w.leads(chromedp.KeyEvent("\r"))
}
