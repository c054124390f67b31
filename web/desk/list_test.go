package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"inews/internal/blog"
	"inews/internal/comments"
)

// Moderators follow lists, see what of them waits with what it costs, and accept
// or refuse it with one press; where a decision comes from stands beside it.
func TestListsOnTheDesk(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	for _, host := range []string{"loud.example", "quiet.example"} {
		comment := f.said(post, "", f.person("ana", host), "Well now", false)
		f.done(blog.Moderator, "/desk/comments/"+comment+"/approve", nil)
	}
	text := "#domain,#severity,#public_comment\nloud.example,suspend,Quarrels\nquiet.example,silence,\nspam.example,suspend,Sells links\nmore.example,suspend,\n"
	f.options.Comments.Edition = func(context.Context, blog.BlockList) (comments.Edition, error) {
		return comments.Edition{Text: []byte(text)}, nil
	}
	f.see(blog.Moderator, "/desk/blocks", "/desk/blocks/lists")
	f.see(blog.Moderator, "/desk/blocks/lists", "No list is followed")
	f.refused(blog.Moderator, "/desk/blocks/lists", url.Values{"url": {"http://x.example/"}, "every": {"24h"}},
		http.StatusUnprocessableEntity, "begins with https://", `href="#url"`, `value="http://x.example/"`)
	f.refused(blog.Moderator, "/desk/blocks/lists", url.Values{"url": {"https://lists.example/b.csv"}, "every": {"soon"}},
		http.StatusUnprocessableEntity, "how often", `href="#every"`)
	f.done(blog.Moderator, "/desk/blocks/lists", url.Values{"url": {"https://lists.example/b.csv"}, "every": {"6h"}})
	f.see(blog.Moderator, "/desk/blocks/lists", "https://lists.example/b.csv", "Not taken yet", "Every 6 hours")
	f.check(f.options.Comments.LookAtLists(t.Context()))

	f.see(blog.Moderator, "/desk/blocks/lists", "Waiting for you", "loud.example", "Quarrels", "trusted person", "shown comment", "4 servers, 2 decided by it, 2 waiting")
	f.see(blog.Moderator, "/desk", "2 servers", "on block lists to decide about")
	f.see(blog.Moderator, "/desk/blocks", "spam.example", "Sells links", "From the list at", "lists.example")
	f.see(blog.Moderator, "/desk/blocks/new?host=spam.example", "Decided by the list at", "Sells links (from the list https://lists.example/b.csv)")

	lists, err := f.db.BlockLists(t.Context())
	f.check(err)
	id := lists[0].ID
	f.done(blog.Moderator, "/desk/blocks/entries", url.Values{"list": {id}, "host": {"loud.example"}, "do": {"accept"}})
	f.done(blog.Moderator, "/desk/blocks/entries", url.Values{"list": {id}, "host": {"quiet.example"}, "do": {"refuse"}})
	if s, err := f.db.SeverityOf(t.Context(), "loud.example"); s != blog.Suspend || err != nil {
		t.Errorf("accepted, the server is %q, %v", s, err)
	}
	if s, err := f.db.SeverityOf(t.Context(), "quiet.example"); s != blog.NoSeverity || err != nil {
		t.Errorf("refused, the server is %q, %v", s, err)
	}
	f.see(blog.Moderator, "/desk/blocks/lists", "Refused", "quiet.example", "Accept after all")
	f.see(blog.Moderator, "/desk/blocks/new?host=quiet.example", "What a list says was refused", "Moderator Okafor")

	text = "#domain,#severity\nspam.example,suspend\n"
	f.done(blog.Moderator, "/desk/blocks/lists/"+id+"/look", nil)
	f.check(f.options.Comments.LookAtLists(t.Context()))
	f.see(blog.Moderator, "/desk/blocks/lists", "names 1 servers, and named 4 before", "Take the smaller list")
	f.see(blog.Moderator, "/desk", "1 block list", "could not be taken")
	f.done(blog.Moderator, "/desk/blocks/lists/"+id+"/look", url.Values{"smaller": {"yes"}})
	f.check(f.options.Comments.LookAtLists(t.Context()))
	f.see(blog.Moderator, "/desk/blocks/lists", "1 server, 1 decided by it")
	f.done(blog.Moderator, "/desk/blocks/lists/"+id+"/remove", url.Values{"lift": {"yes"}})
	f.see(blog.Moderator, "/desk/blocks", "No server is blocked")
}
