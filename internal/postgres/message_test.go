package postgres_test

import (
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
)

// What a message must never be is unstorable.
func TestStatesOfMessagesThatCannotBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	exec := func(query string) error {
		_, err := db.SQL().ExecContext(t.Context(), query)
		return err
	}
	const idea = `INSERT INTO messages (id, kind, reference, secret_hash, state, title, words)
		VALUES ('00000000-0000-4000-8000-000000000001', 'idea', 'IDEA-AAAA-AAAA', decode(repeat('00', 32), 'hex'), 'received', 'Benches', 'One.')`
	if err := exec(idea); err != nil {
		t.Fatal(err)
	}
	for name, query := range map[string]string{
		"an idea that is closed":          `UPDATE messages SET state = 'closed'`,
		"an idea without words":           `UPDATE messages SET words = ''`,
		"an idea without a page":          `UPDATE messages SET secret_hash = NULL`,
		"an idea about a page":            `UPDATE messages SET page = '/'`,
		"a reference that is none":        `UPDATE messages SET reference = 'IDEA-1'`,
		"a message that is on trial":      `INSERT INTO messages (kind, reference, state, words) VALUES ('contact', 'CONTACT-AAAA-AAAA', 'trial', 'x')`,
		"a message without words":         `INSERT INTO messages (kind, reference, state) VALUES ('contact', 'CONTACT-AAAA-AAAA', 'waiting')`,
		"a page of another site":          `INSERT INTO messages (kind, reference, state, page) VALUES ('feedback', 'PAGE-AAAA-AAAA', 'closed', 'https://a.example')`,
		"a kind that is none":             `INSERT INTO messages (kind, reference, state, words) VALUES ('letter', 'IDEA-BBBB-BBBB', 'waiting', 'x')`,
		"a step that is none":             `INSERT INTO message_entries (message_id, kind, from_state, to_state) SELECT id, 'step', 'received', 'done' FROM messages`,
		"declined without a reason":       `INSERT INTO message_entries (message_id, kind, from_state, to_state) SELECT id, 'step', 'received', 'declined' FROM messages`,
		"an answer without words":         `INSERT INTO message_entries (message_id, kind) SELECT id, 'answer' FROM messages`,
		"a note that is a step":           `INSERT INTO message_entries (message_id, kind, from_state, to_state, words) SELECT id, 'note', 'received', 'considered', 'x' FROM messages`,
		"an outcome that is only thought": `INSERT INTO outcomes (post_id, state) SELECT id, 'considered' FROM posts`,
	} {
		if name == "an outcome that is only thought" {
			if err := exec(`INSERT INTO posts (form, slug, title, html, plain, language) VALUES ('article', 'a', 'A', '', '', 'en')`); err != nil {
				t.Fatal(err)
			}
		}
		if err := exec(query); err == nil {
			t.Errorf("%s is stored", name)
		}
	}
	m, err := db.MessageByID(t.Context(), "00000000-0000-4000-8000-000000000001")
	if err != nil || m.State != blog.IdeaReceived {
		t.Errorf("it is %+v, %v", m, err)
	}
}
