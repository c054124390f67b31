package interop

import (
	"context"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// A report of staff arrives at the server of the comment, signed by our
// server's own actor, and one from there reaches staff.
func TestReportsTravel(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node().start()
	anna := i.peer("anna")
	post := n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	reply, err := anna.Reply(within(t), post.Object, "Insults, many of them")
	check(t, err)
	id := n.desk.held("Insults, many of them")
	check(t, n.desk.comments.ReportAway(context.Background(), n.desk.editor, id, "See for yourselves"))
	got, err := anna.WaitFor(within(t), func(r fedtest.Received) bool { return r.Type == fed.FlagType })
	check(t, err)
	instance := fed.ID(n.base + "/ap/actors/instance")
	if got.Key.Owner != instance || got.Activity["actor"] != string(instance) || got.Activity["content"] != "See for yourselves" {
		t.Errorf("signed by %s: %v", got.Key.Owner, got.Activity)
	}
	check(t, anna.Post(within(t), n.actor()+"/inbox", map[string]any{
		"@context": fed.Namespace, "id": anna.ID("/flags/1"), "type": "Flag", "actor": anna.Actor(),
		"object": []any{n.actor(), reply}, "content": "We have dealt with it",
	}))
	n.await("staff see the report", func() bool {
		return n.desk.count(`SELECT count(*) FROM reports WHERE words = 'We have dealt with it'`) == 1
	})
}
