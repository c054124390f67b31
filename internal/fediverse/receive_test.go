package fediverse_test

import (
	"fmt"
	"sync"
	"testing"

	fed "inews/federation"
	"inews/internal/postgres"
)

// What one person did is applied in the order in which it came, however many
// work at once: a Like that overtakes its own Undo would count for ever.
func TestOrderOfOnePerson(t *testing.T) {
	t.Parallel()
	const many, workers = 200, 4
	w := newWorld(t)
	actor := fed.ID("https://a.example/users/alice")
	w.known(actor, "")
	var items []postgres.InboxItem
	for n := range many {
		activity := map[string]any{
			"@context": fed.Namespace, "id": fed.ID(fmt.Sprintf("https://a.example/activities/%d", n)),
			"type": "Like", "actor": actor, "object": w.post,
		}
		if n%2 == 1 {
			activity["type"] = "Undo"
			activity["object"] = map[string]any{"type": "Like", "actor": actor, "object": w.post}
		}
		items = append(items, postgres.InboxItem{
			ActivityID: string(activity["id"].(fed.ID)), Type: activity["type"].(string), Actor: string(actor), Body: marshal(t, activity),
		})
	}
	check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.InsertInboxItems(t.Context(), items) }))
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for w.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) > 0 {
				if _, err := w.receiver.Work(t.Context()); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if n := w.count(`SELECT count(*) FROM inbox_items WHERE state <> 'done'`); n != 0 {
		t.Errorf("%d of %d found nothing to do: they came out of order", n, many)
	}
	if n := w.count(`SELECT count(*) FROM inbox_items a JOIN inbox_items b ON b.id > a.id AND b.done_at < a.done_at`); n != 0 {
		t.Errorf("%d pairs were applied in the wrong order", n)
	}
}
