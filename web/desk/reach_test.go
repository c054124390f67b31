package desk_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// read counts readings of a post today.
func (f *floor) read(postID, path, source string, views int) {
	f.Helper()
	f.tx(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.AddPageViews(ctx, []postgres.PageViews{{Day: time.Now().UTC().Format(time.DateOnly), Path: path, PostID: postID, Source: source, Views: views}})
	})
}

// sheet reads a table as a spreadsheet would.
func (f *floor) sheet(role blog.Role, path string) [][]string {
	f.Helper()
	w := f.get(role, path)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		f.Fatalf("%s answers %d %v", path, w.Code, w.Header())
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	f.check(err)
	return rows
}

// A post's numbers are the same on the dashboard, on its own page, in the range
// and in the report.
func TestReachOfAPost(t *testing.T) {
	h := furnish(newFloor(t))
	h.read(h.post, "/posts/a-post", "search", 812)
	h.read(h.post, "/posts/a-post", "social", 1)
	ben := h.person("ben", "other.example")
	h.tx(func(ctx context.Context, tx *postgres.Tx) error {
		for _, kind := range []blog.Reaction{"like", "share"} {
			if _, err := tx.AddReaction(ctx, postgres.ReactionTo{Kind: kind, PostID: h.post, PersonURI: ben.URI, ActivityID: ben.URI + "/" + string(kind)}); err != nil {
				return err
			}
		}
		return nil
	})
	h.check(h.options.Reach.Tally(t.Context()))
	month := "/desk/reach/" + time.Now().UTC().Format("2006-01")
	row := fmt.Sprintf("<td data-label=\"Reads\" class=\"number\">%d</td>\n<td data-label=\"Replies\" class=\"number\">1</td>\n"+
		"<td data-label=\"Shares\" class=\"number\">1</td>\n<td data-label=\"Likes\" class=\"number\">1</td>", 813)
	for _, path := range []string{"/desk", "/desk/reach", "/desk/reach?range=year", month} {
		h.see(blog.Moderator, path, row, "1 of 3 servers", "<dt>Followers</dt><dd>1 <span class=\"change\">+1</span>", "<dt>Page views</dt><dd>813")
	}
	h.see(blog.Moderator, month, "Followers grew by 1 to 1.", "“A post” moved people most: 1 reply, 1 share and 1 like.", "so far",
		"Readers opened our pages 813 times.", "1 other server took in what we sent; 50% of 2 deliveries arrived.")
	page := h.see(blog.Moderator, "/desk/posts/"+h.post+"/reach", "<b>1</b> of 3 servers", "Search engines</th><td>812", "The fediverse and other networks</th><td>1")
	if strings.Contains(page, "/deliveries\">what each of them said") {
		t.Error("a moderator is sent to the ledger, where they may not come")
	}
	h.see(blog.Managing, "/desk/posts/"+h.post+"/reach", "/desk/posts/"+h.post+"/deliveries", "Download as CSV")
	today := time.Now().UTC().Format(time.DateOnly)
	rows := h.sheet(blog.Managing, "/desk/reach/numbers.csv")
	if last := strings.Join(rows[len(rows)-1], " "); len(rows) != 31 || last != today+" 813 2 1 1 1 1 1" { // one reply is under the event
		t.Errorf("the last of %d rows is %q", len(rows), last)
	}
	rows = h.sheet(blog.Managing, "/desk/posts/"+h.post+"/reach/numbers.csv")
	if last := strings.Join(rows[len(rows)-1], " "); len(rows) != 2 || last != today+" 813 1 1 1" {
		t.Errorf("of the post: %q", rows)
	}
}

// A title that a spreadsheet would take for a formula is text in the file.
func TestReachFileHasNoFormula(t *testing.T) {
	f := newFloor(t)
	for i, title := range []string{`=HYPERLINK("https://evil.example","x")`, "+1", "-1", "@SUM(A1)", `"quoted", and more`} {
		f.read(f.published(title), fmt.Sprint("/posts/", i), "direct", 1)
	}
	rows := f.sheet(blog.Owner, "/desk/reach/"+time.Now().UTC().Format("2006-01")+"/posts.csv")
	if len(rows) != 6 {
		t.Fatalf("there are %d rows", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") {
				t.Errorf("a cell is %q", cell)
			}
		}
	}
}

// The start page of a site where nothing has happened says of each part what
// will stand there, and leads on; each role is led to where it may go.
func TestDashboardOfAnEmptySite(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk", "accessibility statement and privacy notice")
	f.done(blog.Owner, "/desk/legal", facts("1"))
	f.done(blog.Owner, "/desk/legal/approve", nil)
	f.see(blog.Owner, "/desk", "Nothing waits for you.", "Nothing is scheduled for the next six weeks.", "No followers yet.", "Nothing is published yet.", "Every server answers.")
	for _, path := range []string{"/desk/reach", "/desk/reach?range=year", "/desk/reach/" + time.Now().UTC().Format("2006-01")} {
		f.see(blog.Owner, path, "Nobody has replied, shared or liked in this time.", "Nothing was sent to other servers in this time.")
	}
	for _, role := range allRoles {
		page := f.see(role, "/desk", "Reach in 30 days")
		for link, right := range map[string]blog.Right{"/desk/reach/": blog.MayModerate, "/desk/comments?": blog.MayModerate, "/desk/posts/new": blog.MayWrite, "/desk/health": blog.MayManage} {
			if got := strings.Contains(core(page), link); got != role.May(right) {
				t.Errorf("%s sees %s on the start page: %v", role, link, got)
			}
		}
	}
}

// What waits stands on the start page with its age; drafts are one's own.
func TestDashboardSaysWhatWaits(t *testing.T) {
	h := furnish(newFloor(t))
	_, err := h.db.SQL().ExecContext(t.Context(), `UPDATE comments SET received_at = now() - interval '49 hours' WHERE id = $1`, h.held)
	h.check(err)
	h.see(blog.Moderator, "/desk", "<b>1 comment</b> to check", `<span class="note note-grave">oldest waits 2 days</span>`)
	h.see(blog.Managing, "/desk", "A draft</a>", "your draft, begun")
	if page := h.see(blog.Owner, "/desk"); strings.Contains(page, "A draft</a>") {
		t.Error("an owner is told that an editor's draft waits for them")
	}
	if page := h.see(blog.Contributor, "/desk"); strings.Contains(core(page), "to check") {
		t.Error("a contributor is told of comments to check")
	}
}

// A draft has reached nobody, and a moderator does not hear of it.
func TestReachOfADraft(t *testing.T) {
	h := furnish(newFloor(t))
	h.see(blog.Managing, "/desk/posts/"+h.draft+"/reach", "nobody can have read it")
	for _, path := range []string{"/reach", "/reach/numbers.csv"} {
		if w := h.get(blog.Moderator, "/desk/posts/"+h.draft+path); w.Code != http.StatusNotFound {
			t.Errorf("%s of a draft answers a moderator %d", path, w.Code)
		}
	}
}
