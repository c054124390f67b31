package interop

import (
	"encoding/json"
	"testing"

	fed "inews/federation"
)

// seed lets somebody follow, like and share before they take one of it back,
// which they did under the given id.
func (tr *troupe) seed(actor fed.ID, kind, id string) {
	tr.Helper()
	under := func(done string) string {
		if done == kind && id != "" {
			return id
		}
		return string(actor) + "/did/" + done
	}
	tr.node.desk.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, actor, under("Follow"))
	for reaction, done := range map[string]string{"like": "Like", "share": "Announce"} {
		tr.node.desk.exec(`
			INSERT INTO reactions (kind, post_id, person_uri, activity_id)
			SELECT $1, id, $2, $3 FROM posts ON CONFLICT DO NOTHING`, reaction, actor, under(done))
	}
}

// said puts a comment on the post, for them to edit or delete.
func (tr *troupe) said(actor fed.ID, uri string) {
	tr.Helper()
	if uri == "" || uri == string(actor) {
		return
	}
	tr.node.desk.exec(`
		INSERT INTO comments (uri, post_id, path, origin, verdict, person_uri, html, plain, published_at)
		SELECT $1, id, $1, 'fediverse', 'approved', $2, '<p>Before</p>', 'Before', '2010-01-01T00:00:00Z' FROM posts
		ON CONFLICT DO NOTHING`, uri, actor)
}

// asked makes the Follow that an Accept or Reject answers one that we sent.
func (tr *troupe) asked(actor fed.ID, activity map[string]any) {
	tr.Helper()
	follow, embedded := activity["object"].(map[string]any)
	if embedded && typeOf(follow) != "Follow" {
		return
	}
	var id string
	tr.node.desk.exec(`UPDATE partners SET state = 'sent' WHERE person_uri = $1`, actor)
	check(tr.T, tr.node.desk.db.SQL().QueryRow(`SELECT follow_id FROM partners WHERE person_uri = $1`, actor).Scan(&id))
	if !embedded {
		activity["object"] = id
		return
	}
	follow["id"], follow["actor"], follow["object"] = id, tr.node.actor(), actor
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	check(t, err)
	return body
}
