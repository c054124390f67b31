package fediverse_test

import (
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// shown is every text of strangers that a page, a feed or a document may show,
// a line each; what came over the wire and is kept as it came is left out.
const shown = `
	SELECT concat_ws(E'\n', uri, handle, name, bio, url, icon_url) FROM people
	UNION ALL SELECT concat_ws(E'\n', html, plain, url, name) FROM comments
	UNION ALL SELECT concat_ws(E'\n', title, excerpt, url, author_name, place) FROM network_items`

// stranger is a peer whom the blog follows, and whose actor says the given
// things of itself.
func (w *world) stranger(handle string, members map[string]any) *fedtest.Peer {
	w.Helper()
	p := w.peer(handle)
	w.follows(p)
	p.Put(strings.TrimPrefix(string(p.Actor()), p.Actor().Origin()), members)
	state, reason := w.sends(p, map[string]any{"id": p.ID("/updates/1"), "type": "Update", "object": p.Actor(), "to": []any{fed.Public}})
	w.wants("the Update of an actor", state, reason, "done", "")
	return p
}

// texts are all that is shown of strangers.
func (w *world) texts() []string {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), shown)
	check(w.T, err)
	var all []string
	for rows.Next() {
		var text string
		check(w.T, rows.Scan(&text))
		all = append(all, text)
	}
	check(w.T, rows.Err())
	return all
}

// Check 38: "Link, media and icon schemes other than http/https/mailto →
// removed in every field", here those of a document from another server: url,
// icon, image, attachment, links in summary and content, and profile fields.
func TestCheck38RemoteFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, address := range []string{
		"javascript:scheme38()", "JavaScript:scheme38()", "data:text/html,scheme38", "vbscript:scheme38", "file:///scheme38",
		"blob:https://a.example/scheme38", "ftp://a.example/scheme38", "//a.example/scheme38", "https:scheme38", "/scheme38",
		"\tjavascript:scheme38()", "intent://scheme38", "mailto:",
	} {
		w.number++
		path := "/notes/" + string(rune('a'+w.number))
		link := map[string]any{"type": "Link", "href": address, "mediaType": "text/html"}
		picture := map[string]any{"type": "Image", "url": address, "name": "a picture", "mediaType": "image/png"}
		p := w.stranger("sam@"+string(rune('a'+w.number))+".example", map[string]any{
			"preferredUsername": "sam", "name": "Sam", "url": address, "icon": picture, "image": picture,
			"summary":    `<p>I am <a href="` + address + `">here</a></p>`,
			"attachment": []any{map[string]any{"type": "PropertyValue", "name": "Site", "value": `<a href="` + address + `">site</a>`}},
		})
		note := w.reply(p, path, w.post)["object"].(map[string]any)
		note["url"], note["icon"], note["image"] = address, picture, picture
		note["attachment"] = []any{picture, link, map[string]any{"type": "Document", "url": link, "name": "a file"}}
		note["content"] = `<p>Look <a href="` + address + `">here</a><img src="` + address + `"></p>`
		state, reason := w.sends(p, map[string]any{"id": p.ID(path + "/activity"), "type": "Create", "object": note, "to": []any{fed.Public}})
		w.wants("a note with "+address, state, reason, "done", "")
		article := map[string]any{
			"id": p.ID(path + "/article"), "type": "Article", "attributedTo": p.Actor(), "name": "News", "url": address, "icon": picture,
			"content": note["content"], "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
		}
		state, reason = w.sends(p, map[string]any{"id": p.ID(path + "/article/activity"), "type": "Create", "object": article, "to": []any{fed.Public}})
		w.wants("an article with "+address, state, reason, "done", "")
		for _, text := range w.texts() {
			if strings.Contains(text, "scheme38") || strings.Contains(text, "mailto:\n") {
				t.Errorf("%q is kept where it is shown: %s", address, text)
			}
		}
	}
	if n := w.count(`SELECT count(*) FROM network_items`); n != 13 {
		t.Errorf("%d items were kept, want 13: the addresses were not tried", n)
	}
}

// Check 39: "Bidi and mixed-script host and display names → neutralised; a
// mention shows the host it links to", here in what another server says.
func TestCheck39RemoteNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const turn = "\u202e\u2066\u202a"
	p := w.stranger("eve@evil.example", map[string]any{
		"preferredUsername": "ada@kent.gov.uk" + turn, "name": "Kent" + turn + " County\nCouncil",
		"summary": "<p>kent.gov.uk" + turn + "</p>", "url": "https://evil.example/" + "%E2%80%AE",
	})
	note := w.reply(p, "/notes/1", w.post)["object"].(map[string]any)
	note["summary"] = "warning" + turn
	note["attachment"] = []any{map[string]any{"type": "Image", "url": "https://xn--80ak6aa92e.com/x.png", "name": "alt" + turn}}
	note["content"] = `<p>` + turn + `<a href="https://evil.example/@ada" class="mention">@ada@kent.gov.uk</a> and ` +
		`<a href="https://аррӏе.com/">https://аррӏе.com/</a></p>`
	state, reason := w.sends(p, map[string]any{"id": p.ID("/notes/1/activity"), "type": "Create", "object": note, "to": []any{fed.Public}})
	w.wants("a note", state, reason, "done", "")
	article := map[string]any{
		"id": p.ID("/articles/1"), "type": "Event", "attributedTo": p.Actor(), "name": "News" + turn, "content": "<p>words" + turn + "</p>",
		"location": map[string]any{"type": "Place", "name": "Hall" + turn}, "startTime": "2026-12-20T10:00:00Z",
		"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	}
	state, reason = w.sends(p, map[string]any{"id": p.ID("/articles/1/activity"), "type": "Create", "object": article, "to": []any{fed.Public}})
	w.wants("an article", state, reason, "done", "")
	all := strings.Join(w.texts(), "\n")
	if strings.ContainsAny(all, turn) {
		t.Errorf("a mark that turns the text is kept where it is shown:\n%q", all)
	}
	for _, want := range []string{"Kent County Council", "@ada@kent.gov.uk (evil.example)", "(xn--80ak6aa92e.com)", "File on xn--80ak6aa92e.com", "@adakent.gov.uk@evil.example"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q:\n%s", want, all)
		}
	}
	if strings.Contains(all, "@kent.gov.uk@evil") {
		t.Errorf("a handle seems to be of another host:\n%s", all)
	}
}
