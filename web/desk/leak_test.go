package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What a colleague writes and has not published is known to whoever drafted it
// and to those who publish: a contributor or a moderator learns of it neither by
// the pictures and files in it, nor by its tags, nor from a queue.
func TestDraftsOfColleaguesAreNotTold(t *testing.T) {
	f := newFloor(t)
	const title = "The pool closes in March"
	picture := f.told(f.file(blog.Contributor, "/desk/pictures", "picture", "bench.png", photograph(t), true), http.StatusCreated)
	file := f.told(f.file(blog.Contributor, "/desk/files", "file", "plan.pdf", []byte("%PDF-1.7\n"), true), http.StatusCreated)
	pictures, files := "/desk/pictures/"+picture["hash"].(string), "/desk/files/"+file["hash"].(string)
	form := text(title)
	form.Set("tags", "PoolClosure")
	form.Set("body", "A [plan]("+file["path"].(string)+") and a picture.\n\n![A bench]("+picture["path"].(string)+")")
	draft := id(f.done(blog.Managing, "/desk/posts", form))

	f.see(blog.Managing, pictures, title)
	if page := f.see(blog.Contributor, pictures, "In 1 draft of colleagues."); strings.Contains(page, title) || strings.Contains(page, draft) {
		t.Error("the page of a picture tells of the draft")
	}
	for _, path := range []string{pictures, files} {
		page := f.refused(blog.Contributor, path+"/remove", nil, http.StatusConflict, "something that a colleague works on")
		if strings.Contains(page, title) {
			t.Errorf("removing %s tells of the draft", path)
		}
		f.refused(blog.Owner, path+"/remove", nil, http.StatusConflict, title)
	}
	if got := f.offers("/desk/tags", "pool"); got != "" {
		t.Errorf("a contributor is offered the tags %q", got)
	}
	if page := f.see(blog.Moderator, "/desk/comments?"+url.Values{"post": {draft}}.Encode()); strings.Contains(page, title) {
		t.Error("the queue tells a moderator of the draft")
	}
	f.done(blog.Managing, pictures, url.Values{"alt": {"A bench"}, "whose": {"ours"}})
	p, err := f.db.PostByID(t.Context(), draft)
	f.check(err)
	form.Set("version", strconv.Itoa(p.Version))
	form.Set("do", "publish")
	f.done(blog.Managing, "/desk/posts/"+draft, form)
	if got := f.offers("/desk/tags", "pool"); got != "#PoolClosure" {
		t.Errorf("of a public post are offered the tags %q", got)
	}
}

// Whoever worked on a draft and has another role since is not told of it any more.
func TestNoticesFollowTheRole(t *testing.T) {
	f := newFloor(t)
	draft := id(f.done(blog.Managing, "/desk/posts", text("The pool closes in March")))
	note := func(role blog.Role, words string) {
		f.done(role, "/desk/posts/"+draft+"/notes", url.Values{"note": {words}})
	}
	note(blog.Owner, "Who knows of this?")
	note(blog.Managing, "Only we do.")
	owner := f.editors[blog.Owner]
	told := func() int {
		list, err := f.db.Notices(t.Context(), owner.ID, 0, 100)
		f.check(err)
		return len(list)
	}
	before := told()
	if before == 0 {
		t.Fatal("who wrote a note is not told of the next one")
	}
	f.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetRole(ctx, owner.ID, blog.Contributor) })
	note(blog.Managing, "The staff are told on Monday.")
	if after := told(); after != before {
		t.Error("a contributor is told what is noted on a draft that they may not see")
	}
	f.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SetRole(ctx, owner.ID, blog.Owner) })
	note(blog.Managing, "And the rest of it.")
	if after := told(); after != before+1 {
		t.Errorf("an owner was told %d things, not %d", after, before+1)
	}
}
