package fediverse

import (
	"context"
	"time"

	fed "inews/federation"
	"inews/internal/postgres"
)

// FarewellEvery is how often followers are looked for whom a block has removed.
const FarewellEvery = 5 * time.Second

// farewells is how many followers are told in one transaction. All are told,
// however many a server had: their Rejects wait in the queue, two on their way
// to one host at a time, and end after a week like any other delivery.
const farewells = 200

// RejectFollowers tells the servers of followers whom a block has removed, so
// that they do not go on saying that somebody there follows the blog. The block
// left the list of them in its own transaction.
func (b *Bridge) RejectFollowers(ctx context.Context) error {
	for {
		var told int
		err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
			taken, err := tx.TakeFarewells(ctx, farewells)
			if err != nil {
				return err
			}
			told = len(taken)
			for _, farewell := range taken {
				if err := b.send(ctx, tx, 0, b.reject(farewell)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || told < farewells {
			return err
		}
	}
}

// reject is the end of a following that we had accepted. It goes to the server
// that is refused from now on, and nothing else does.
func (b *Bridge) reject(f postgres.Farewell) News {
	person, follow := fed.ID(f.PersonURI), fed.ID(f.FollowID)
	return News{
		Activity: fed.Activity{
			Type: fed.RejectType, ObjectID: follow, To: []fed.ID{person},
			Inner: &fed.Activity{ID: follow, Type: fed.FollowType, Actors: []fed.ID{person}, ObjectID: b.Blog()},
		},
		ObjectID: person, Personal: f.PersonURI, Parting: true, Replaces: []string{fed.AcceptType},
		Cause: f.Since,
	}
}
