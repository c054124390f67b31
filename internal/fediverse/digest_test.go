package fediverse_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// bySum is the digest of ids by another route than the program's: addition
// without carrying, bit by bit.
func bySum(ids ...fed.ID) string {
	sum := new(big.Int)
	for bit := range 256 {
		ones := 0
		for _, id := range ids {
			hash := sha256.Sum256([]byte(id))
			ones += int(new(big.Int).SetBytes(hash[:]).Bit(bit))
		}
		sum.SetBit(sum, bit, uint(ones%2))
	}
	return fmt.Sprintf("%064x", sum)
}

// The database's digest is the one of FEP-8fcf: golden vectors, and random sets.
func TestDigestOfFollowers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := fed.ID("https://testing.example.org/users/1"), fed.ID("https://testing.example.org/users/2")
	reads := func(origin string) string {
		t.Helper()
		digests, err := w.db.DigestsOfFollowers(t.Context(), []string{"https://nobody.example", origin})
		check(t, err)
		if _, ok := digests["https://nobody.example"]; ok || len(digests) > 1 {
			t.Errorf("digests of servers without followers: %v", digests)
		}
		return digests[origin]
	}
	for _, step := range []struct {
		add  fed.ID
		want string // the first is sha256sum's, the second the one that FEP-8fcf prints
	}{
		{one, "3a06e99569547f444c352ab7f52e4bab207abec5ca6f07b0045cfdc9723f8fa9"},
		{two, "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f"},
	} {
		w.known(step.add, step.add+"/follow")
		if got := reads("https://testing.example.org"); got != step.want {
			t.Errorf("with %s the digest is %s, want %s", step.add, got, step.want)
		}
	}
	chance := rand.New(rand.NewPCG(8, 0xfcf))
	var ids []fed.ID
	for n := range 300 {
		id := fed.ID(fmt.Sprintf("https://many.example:8443/users/%x-Ä-%d", chance.Uint64(), n))
		w.known(id, id+"/follow")
		ids = append(ids, id)
	}
	if got, want := reads("https://many.example:8443"), bySum(ids...); got != want {
		t.Errorf("of 300 the digest is %s, want %s", got, want)
	}
	if got := reads("https://many.example"); got != "" {
		t.Errorf("another port has the digest %s", got)
	}
}

// The database and the program agree on which server owns an id.
func TestOriginOfFollowers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, id := range []fed.ID{
		"https://a.example", "https://a.example/", "https://A.Example/Users/B", "https://a.example:443/u", "https://a.example:8443/u",
		"http://a.example:80/u", "http://a.example:443/u", "https://a.example:80/u", "https://a.example./u", "https://a.example.:8443/u",
		"https://a.example:/u", "https://a.example?x=/y", "https://a.example#x", "https://[2001:db8::1]/u", "https://[2001:db8::1]:8443/u",
		"HTTPS://a.example/u", "https://127.0.0.1:8443/u",
	} {
		var got string
		w.one(`SELECT origin_of($1)`, string(id)).into(&got)
		if got != id.Origin() {
			t.Errorf("%s is of %q to the database, want %q", id, got, id.Origin())
		}
	}
}

// Whatever adds or removes followers, by ones or by many, side by side, the kept
// digests are of those who are there.
func TestDigestsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const servers, people = 5, 12
	origin := func(n int) string { return fmt.Sprintf("https://s%d.many.example", n) }
	person := func(n int) fed.ID { return fed.ID(fmt.Sprintf("%s/users/%d", origin(n%servers), n/servers)) }
	for n := range servers * people {
		w.known(person(n), "")
	}
	var workers sync.WaitGroup
	for worker := range 8 {
		workers.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(worker), 16))
			for range 30 {
				n := chance.IntN(servers * people)
				err := w.db.InTx(w.Context(), func(tx *postgres.Tx) (err error) {
					if chance.IntN(3) == 0 {
						_, err = tx.RemoveFollower(w.Context(), string(person(n)))
					} else {
						_, err = tx.AddFollower(w.Context(), string(person(n)), fmt.Sprintf("https://follow.example/%d", chance.Uint64()))
					}
					return err
				})
				if err == nil && chance.IntN(10) == 0 { // some of everybody's together
					_, err = w.db.SQL().ExecContext(w.Context(), `DELETE FROM followers WHERE person_uri LIKE $1`, fmt.Sprintf("%%/users/%d", chance.IntN(people)))
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	agree := func(when string) {
		t.Helper()
		for n := range servers {
			ids, err := w.db.FollowersAt(w.Context(), origin(n))
			check(t, err)
			var have []fed.ID
			for _, id := range ids {
				have = append(have, fed.ID(id))
			}
			want := ""
			if len(have) > 0 {
				want = bySum(have...)
			}
			digests, err := w.db.DigestsOfFollowers(w.Context(), []string{origin(n)})
			check(t, err)
			if digests[origin(n)] != want {
				t.Errorf("%s: the digest of %s is %q, want that of its %d followers, %q", when, origin(n), digests[origin(n)], len(have), want)
			}
		}
	}
	agree("after a crowd")
	for n := range servers * people {
		check(t, w.db.InTx(w.Context(), func(tx *postgres.Tx) error {
			_, err := tx.AddFollower(w.Context(), string(person(n)), string(person(n))+"/again")
			return err
		}))
	}
	agree("when all are back, some of them twice")
	for n := range servers {
		w.exec(`DELETE FROM followers WHERE person_uri = $1`, person(n+servers))
		w.exec(`UPDATE followers SET person_uri = $2 WHERE person_uri = $1`, person(n+1), person(n+servers))
	}
	agree("after some became others")
	check(t, w.staff.BlockPerson(w.Context(), owner, string(person(0)), "spam"))
	check(t, w.db.InTx(w.Context(), func(tx *postgres.Tx) error { return tx.RemovePerson(w.Context(), string(person(1))) }))
	w.exec(`DELETE FROM people WHERE uri = $1`, person(2))
	agree("after a block, a deletion and an erasure")
	check(t, w.staff.DecideHost(w.Context(), owner, "many.example", blog.Suspend, "spam"))
	agree("after the block of a domain")
	if n := w.count(`SELECT sum(followers) FROM follower_digests`); n != 0 {
		t.Errorf("%d are still counted", n)
	}
}
