package desk_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// Mentions have a queue of their own, where they are done with and not approved.
func TestMentionsOnTheDesk(t *testing.T) {
	f := newFloor(t)
	ana := f.person("ana", "social.example")
	asked := f.said("", "", ana, "When do you open?", false)
	private := f.said("", "", ana, "Between us", true)
	f.see(blog.Moderator, "/desk/comments", "All clear", `data-count="mentions">2<`)
	body := f.see(blog.Moderator, "/desk/comments/mentions", "When do you open?", "Between us", "Private: never shown", "Done with", "first time here", "on no page of ours")
	if strings.Contains(body, "/approve") || strings.Contains(body, private+"/answer") {
		t.Error("the queue of mentions offers to approve one, or to answer a private one in public")
	}
	form := url.Values{"from": {"mentions"}, "verdict": {"held"}}
	f.refused(blog.Moderator, "/desk/comments/"+asked+"/approve", form, http.StatusConflict, "no page to show it on")
	if to := f.done(blog.Moderator, "/desk/comments/"+private+"/note", form); to != "/desk/comments/mentions?done=noted" {
		t.Errorf("being done with a mention leads to %s", to)
	}
	form.Set("text", "At nine.")
	f.done(blog.Moderator, "/desk/comments/"+asked+"/answer", form)
	f.see(blog.Moderator, "/desk/comments/mentions", "All clear")
	f.see(blog.Moderator, "/desk/comments/mentions?verdict=noted", "When do you open?", "Between us")
	f.see(blog.Moderator, "/desk/comments/"+asked, "The whole conversation", "At nine.", "Signed by Moderator Okafor", "Done with")
	f.done(blog.Moderator, "/desk/comments", url.Values{"from": {"mentions"}, "verdict": {"noted"}, "id": {private}, "do": {"hide"}, "reason": {"Personal data"}})
	f.see(blog.Moderator, "/desk/comments/mentions?verdict=hidden", "Between us", "Personal data")
}

// keys sends a form as the script of the queue does.
func (f *floor) keys(role blog.Role, path string, form url.Values) (int, map[string]any) {
	f.Helper()
	form.Set("form_token", f.tokens[role])
	r := f.request(role, http.MethodPost, path, form)
	r.Header.Set("Accept", "application/json")
	w := f.serve(r)
	var told map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil {
		f.Fatalf("POST %s answers %d, and no JSON: %s", path, w.Code, w.Body)
	}
	return w.Code, told
}

// A script is told in its own way what became of a decision, and undoes it by the
// same use cases.
func TestScriptDecides(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	one, two := f.typed(post, "Jo", "First words here"), f.typed(post, "", "Second words here")
	code, told := f.keys(blog.Moderator, "/desk/comments/"+one+"/spam", url.Values{"from": {"queue"}})
	if code != http.StatusOK || told["done"] != "Marked as spam." || told["counts"].(map[string]any)["comments"] != 1.0 {
		t.Errorf("spam: %d %v", code, told)
	}
	code, told = f.keys(blog.Moderator, "/desk/comments/"+two+"/hide", url.Values{"reason": {"It annoys me"}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(told["error"].(string), "choose the rule") {
		t.Errorf("hiding for no rule: %d %v", code, told)
	}
	missing := "00000000-0000-4000-8000-000000000000"
	code, told = f.keys(blog.Moderator, "/desk/comments", url.Values{"do": {"spam"}, "id": {two, missing}})
	if failed, _ := told["failed"].(map[string]any); code != http.StatusOK || len(failed) != 1 || failed[missing] == nil {
		t.Errorf("many: %d %v", code, told)
	}
	code, told = f.keys(blog.Moderator, "/desk/comments", url.Values{"do": {"undo"}, "id": {one, two}})
	if code != http.StatusOK || told["failed"] != nil || f.verdict(one) != blog.VerdictHeld || f.verdict(two) != blog.VerdictHeld {
		t.Errorf("undone: %d %v; %s, %s", code, told, f.verdict(one), f.verdict(two))
	}
	f.done(blog.Moderator, "/desk/comments/"+one+"/spam", url.Values{"from": {"queue"}})
	f.see(blog.Moderator, "/desk/comments", "Undo what you have just decided")
	code, told = f.keys(blog.Managing, "/desk/comments", url.Values{"do": {"undo"}, "id": {one}})
	if failed, _ := told["failed"].(map[string]any); code != http.StatusOK || len(failed) != 1 {
		t.Errorf("another undoes: %d %v", code, told)
	}
	f.done(blog.Moderator, "/desk/comments/"+two+"/spam", nil)
	f.see(blog.Moderator, "/desk/comments", "2 pieces of spam stopped this month; 0 shown to readers.")
}

// Followers are found by name and server, leave as a table, and are removed;
// trusted people are found and distrusted.
func TestFollowersByServer(t *testing.T) {
	f := newFloor(t)
	ana, bo := f.person("ana", "social.example"), f.person("bo", "other.example")
	f.follower(ana)
	f.follower(bo)
	f.see(blog.Moderator, "/desk/followers", "Their servers", "/desk/followers?host=social.example", "Nothing was sent yet")
	if body := f.see(blog.Moderator, "/desk/followers?host=social.example", "@ana@social.example"); strings.Contains(body, "@bo@other.example") {
		t.Error("the list of one server has people of another")
	}
	if body := f.see(blog.Moderator, "/desk/followers?q=BO", "@bo@other.example"); strings.Contains(body, "@ana@social.example") {
		t.Error("a search finds everybody")
	}
	bo.Name = "=SUM(A1)"
	f.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SavePerson(ctx, bo, nil, nil) })
	rows := f.sheet(blog.Moderator, "/desk/followers/list.csv")
	slices.SortFunc(rows[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	if len(rows) != 3 || !slices.Equal(rows[0], []string{"handle", "name", "server", "since", "profile"}) ||
		!slices.Equal(rows[1][:3], []string{"ana@social.example", "ana", "social.example"}) || rows[2][1] != "'=SUM(A1)" {
		t.Errorf("the table is %q", rows)
	}
	if w := f.get(blog.Moderator, "/desk/followers/list.csv?q=%00"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Take it out") {
		t.Errorf("words that are none answer %d:\n%s", w.Code, w.Body)
	}
	f.done(blog.Moderator, "/desk/followers/remove", url.Values{"person": {bo.URI}, "back": {"/desk/followers"}})
	f.refused(blog.Moderator, "/desk/followers/remove", url.Values{"person": {bo.URI}}, http.StatusConflict, "do not follow")
	if n := f.count("SELECT count(*) FROM farewells WHERE person_uri = $1", bo.URI); n != 1 {
		t.Errorf("%d servers are to be told", n)
	}
	f.done(blog.Moderator, "/desk/people/trust", url.Values{"person": {ana.URI}, "back": {"/desk/trusted"}})
	f.see(blog.Moderator, "/desk/trusted?q=social", "@ana@social.example", "Distrust")
	f.see(blog.Moderator, "/desk/trusted?q=nobody", "Nobody who is trusted")
}

func (f *floor) count(query string, args ...any) int {
	f.Helper()
	return pgtest.Count(f, f.db, query, args...)
}
