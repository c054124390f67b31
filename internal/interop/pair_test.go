package interop

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"inews/internal/newsroom"
)

// B publishes a post in English and Welsh from two files; A gets one object with
// both texts, English first, since that is what Mastodon takes for its language.
// What B changes of the Welsh comes as an Update.
func TestPairFromFilesToAnotherServer(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	a, b := i.node("INEWS_NAME=Aville Council").start(), i.node("INEWS_NAME=Cyngor Beeham").start()
	a.desk.follow(b.handle())
	b.await("A is a follower of B", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 1 })
	a.await("B's Accept has come", func() bool {
		return a.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1
	})
	post := b.publishPair("---\nauthor: Ada\ntitle: Potholes and how we find them\n---\nWith cameras on bin lorries.\n",
		"---\ntitle: Tyllau yn y ffyrdd\nlanguage: cy\n---\nGyda chamerâu ar lorïau biniau.\n")
	a.tookIn("Create", map[string]string{"nameMap": "Tyllau yn y ffyrdd", "summaryMap": "Gyda chamerâu ar lorïau biniau.", "contentMap": "<p>Gyda chamerâu ar lorïau biniau.</p>"})
	if n := a.desk.count(`SELECT count(*) FROM network_items WHERE title = 'Potholes and how we find them' AND language = 'en-GB'`); n != 1 {
		t.Errorf("A shows %d items of it in English", n)
	}
	_, err := b.desk.newsroom.Translate(context.Background(), b.desk.editor, post.ID, "cy", newsroom.Wording{
		Title: "Tyllau: sut rydym yn eu canfod", Body: "Gyda chamerâu.", Version: 1,
	})
	check(t, err)
	a.tookIn("Update", map[string]string{"nameMap": "Tyllau: sut rydym yn eu canfod", "contentMap": "<p>Gyda chamerâu.</p>"})
	b.noTrouble()
	a.noTrouble()
}

// publishPair publishes a post with a Welsh text by the command line.
func (n *node) publishPair(english, welsh string) (p published) {
	n.Helper()
	folder := n.TempDir()
	for name, text := range map[string]string{"post.md": english, "post.cy.md": welsh} {
		check(n.T, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	n.inews(&p, "post", "publish", "--translation", "cy="+filepath.Join(folder, "post.cy.md"), filepath.Join(folder, "post.md"))
	return p
}

// tookIn waits for an activity of a type, and fails the test unless the maps of its
// object begin with English and say in Welsh what is wanted.
func (n *node) tookIn(activity string, want map[string]string) {
	n.Helper()
	n.await("an "+activity+" has come", func() bool {
		return n.desk.count(`SELECT count(*) FROM inbox_items WHERE type = $1 AND state = 'done'`, activity) == 1
	})
	raw := n.desk.one(`SELECT convert_from(body, 'UTF8') FROM inbox_items WHERE type = $1`, activity)
	var document struct{ Object map[string]json.RawMessage }
	check(n.T, json.Unmarshal([]byte(raw), &document))
	for name, text := range want {
		var said map[string]string
		check(n.T, json.Unmarshal(document.Object[name], &said))
		first := regexp.MustCompile(`^\s*\{\s*"([^"]+)"`).FindSubmatch(document.Object[name])
		if len(said) != 2 || first == nil || string(first[1]) != "en-GB" || len(said["cy"]) < len(text) || said["cy"][:len(text)] != text {
			n.Errorf("%s of the %s is %s", name, activity, document.Object[name])
		}
	}
}
