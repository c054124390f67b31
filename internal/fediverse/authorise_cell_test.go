package fediverse_test

import (
	"encoding/json"
	"fmt"
	"testing"

	fed "inews/federation"
	"inews/internal/fediverse"
)

// cell is one line of the decision table and the people in it.
type cell struct {
	activity string
	relation fediverse.Relation
	known    bool
	way      string // how the signer comes to be blocked or suspended
	n        int    // makes names unique

	signer, owner fed.ID
}

// The ways in which somebody comes to be blocked, by staff, or suspended, by
// their own server. Nobody else has a way.
const (
	personBlocked = "the person is blocked"
	hostBlocked   = "a host above theirs is blocked"
	suspended     = "they are suspended"
	gone          = "they are deleted"
)

// ways lists how somebody comes to stand in a relation.
func ways(relation fediverse.Relation) []string {
	switch relation {
	case fediverse.Blocked:
		return []string{personBlocked, hostBlocked}
	case fediverse.Suspended:
		return []string{suspended, gone}
	}
	return []string{""}
}

// prepare makes the situation of a cell and returns the activity.
func (w *world) prepare(c *cell) map[string]any {
	w.Helper()
	c.signer = fed.ID(fmt.Sprintf("https://one.example/users/s%d", c.n))
	if c.way == hostBlocked {
		c.signer = fed.ID(fmt.Sprintf("https://below.blocked.example/users/s%d", c.n))
	}
	c.owner = c.signer
	switch c.relation {
	case fediverse.SameHost:
		c.owner = fed.ID(fmt.Sprintf("https://one.example/users/o%d", c.n))
	case fediverse.OtherHost:
		c.owner = fed.ID(fmt.Sprintf("https://two.example/users/o%d", c.n))
	case fediverse.Us:
		c.signer = w.bridge.Blog()
	}
	if c.relation != fediverse.Stranger {
		w.known(c.owner, "")
	}
	if c.signer != c.owner && c.relation != fediverse.Us {
		w.known(c.signer, "")
	}
	w.exec(`
		UPDATE people SET suspended = $2, gone_at = CASE WHEN $3 THEN now() END, blocked_at = CASE WHEN $4 THEN now() END
		WHERE uri = $1`, c.signer, c.way == suspended, c.way == gone, c.way == personBlocked)
	activity := map[string]any{
		"@context": fed.Namespace, "id": fed.ID(fmt.Sprintf("%s/activities/%d", c.signer.Origin(), c.n)),
		"type": c.activity, "actor": c.signer, "object": w.about(c),
	}
	switch c.activity {
	case fed.QuoteRequestType:
		activity["instrument"] = map[string]any{
			"id": fed.ID(fmt.Sprintf("%s/notes/%d", c.signer.Origin(), c.n)), "type": "Note", "attributedTo": c.owner,
			"content": "<p>Look</p>", "quote": activity["object"], "to": []any{fed.Public},
		}
	case fed.FeatureRequestType:
		activity["instrument"] = c.owner + "/list"
		delete(activity, "actor") // Mastodon sends none
	case fed.MoveType:
		activity["target"] = fed.ID(fmt.Sprintf("%s/users/new%s", c.owner.Origin(), c.owner[len(c.owner.Origin())+len("/users/"):]))
	}
	return activity
}

// known makes the blog know a person, who follows it under that Follow.
func (w *world) known(uri fed.ID, follow fed.ID) {
	w.exec(`
		INSERT INTO people (uri, host, handle, name, inbox) VALUES ($1, $2, $1, $1, $1 || '/inbox')
		ON CONFLICT DO NOTHING`, uri, uri.Host())
	if follow != "" {
		w.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, $2)`, uri, follow)
	}
}

// about is the object of the activity, which is there when it is to be known.
func (w *world) about(c *cell) any {
	note := fed.ID(fmt.Sprintf("%s/notes/%d", c.signer.Origin(), c.n))
	nothing := w.bridge.Object("article", fmt.Sprintf("00000000-0000-4000-8000-%012d", c.n))
	switch c.activity {
	case fed.CreateType, fed.UpdateType:
		w.commented(c, note)
		return map[string]any{
			"id": note, "type": "Note", "attributedTo": c.owner, "inReplyTo": w.post, "content": fmt.Sprint("<p>New text ", c.n, "</p>"),
			"to": []any{fed.Public}, "published": "2026-11-01T10:00:00Z", "updated": "2026-11-02T10:00:00Z",
		}
	case fed.DeleteType:
		note = fed.ID(fmt.Sprintf("%s/notes/%d", c.owner.Origin(), c.n))
		w.commented(c, note)
		return note
	case fed.UndoType:
		return w.liked(c, nothing)
	case fed.QuoteRequestType:
		if !c.known {
			return nothing
		}
		return w.post
	case fed.FollowType, fed.BlockType, fed.FeatureRequestType:
		if c.activity == fed.BlockType && c.relation != fediverse.Stranger && c.relation != fediverse.Us {
			w.known(c.signer, c.signer+"/follow")
		}
		if c.known {
			return w.bridge.Blog()
		}
		return w.bridge.Actor("nobody")
	case fed.LikeType, fed.AnnounceType, fed.FlagType:
		if !c.known {
			return nothing
		}
		if c.relation == fediverse.SameHost || c.relation == fediverse.OtherHost {
			w.commented(c, note)
			return note
		}
		return w.post
	case fed.MoveType:
		if c.known && c.relation != fediverse.Us {
			w.known(c.signer, c.signer+"/follow")
		}
		return c.owner
	}
	return w.asked(c) // Accept, Reject
}

// commented puts a comment of the owner's on the post, shown to readers.
func (w *world) commented(c *cell, uri fed.ID) {
	if c.known {
		w.exec(`
			INSERT INTO comments (uri, post_id, path, origin, verdict, person_uri, html, plain, published_at)
			VALUES ($1, $2, $3, 'fediverse', 'approved', $4, '<p>Old text</p>', 'Old text', '2026-11-01T10:00:00Z')`,
			uri, w.postID, fmt.Sprintf("/%08d", c.n), c.owner)
	}
}

// liked is a Like of the owner's.
func (w *world) liked(c *cell, object fed.ID) any {
	like := fed.ID(fmt.Sprintf("%s/likes/%d", c.owner.Origin(), c.n))
	if c.known {
		object = w.post
		w.exec(`INSERT INTO reactions (kind, post_id, person_uri, activity_id) VALUES ('like', $1, $2, $3)`,
			w.postID, c.owner, like)
	}
	return map[string]any{"id": like, "type": "Like", "actor": c.owner, "object": object}
}

// asked is the Follow that the blog sent to the owner.
func (w *world) asked(c *cell) any {
	id := fmt.Sprintf("00000000-0000-4000-9000-%012d", c.n)
	follow := w.bridge.Activity(id)
	if c.known {
		w.exec(`INSERT INTO partners (person_uri, follow_id) VALUES ($1, $2)`, c.owner, follow)
		w.exec(`
			INSERT INTO outbox_activities (id, uri, type, sender, object_id, public, body)
			VALUES ($1, $2, 'Follow', 'inews', $3, false, '')`, id, follow, c.owner)
	}
	return map[string]any{"id": follow, "type": "Follow", "actor": w.bridge.Blog(), "object": c.owner}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	check(t, err)
	return body
}
