package fediverse

import (
	"context"
	"crypto"
	"fmt"
	"sync"
	"time"

	fed "inews/federation"
	"inews/federation/signature"
	"inews/internal/postgres"
)

// The kinds of keys that each of our actors has: RSA for requests, Ed25519 for
// proofs in documents.
const (
	RSA     = "rsa"
	Ed25519 = "ed25519"
)

// ringLife is how long the ring trusts what it has read when no change told it
// to look again: every node signs with a new key within seconds.
const ringLife = 3 * time.Second

// KeyRing holds our actors' keys. They are made at the first start and kept in
// the database; losing them would lose every follower.
type KeyRing struct {
	DB *postgres.DB
	Addresses
	Now func() time.Time

	looking sync.Mutex // held while the keys are read: one reads for everybody who waits
	mu      sync.Mutex // of what follows
	age     int64      // counts changes: keys of an earlier age are old
	read    keys
}

// keys are what was read, as of an age.
type keys struct {
	listed []ownKey // as the actors' documents list them
	age    int64
	at     time.Time
}

// ownKey is a key of ours that is listed.
type ownKey struct {
	signature.Key
	actor, algorithm string
	signing          bool
}

// Key returns the key with which the actor signs requests.
func (k *KeyRing) Key(ctx context.Context, actor string) (signature.Key, error) {
	return k.signing(ctx, actor, RSA)
}

// Prover returns the key with which the actor proves documents.
func (k *KeyRing) Prover(ctx context.Context, actor string) (signature.Key, error) {
	return k.signing(ctx, actor, Ed25519)
}

// Instance returns the key that signs our fetches.
func (k *KeyRing) Instance(ctx context.Context) (signature.Key, error) {
	return k.Key(ctx, InstanceName)
}

// Listed returns the public halves of an actor's keys, as its document lists
// them: what signs now, and what others may still go by.
func (k *KeyRing) Listed(ctx context.Context, actor string) ([]fed.PublicKey, error) {
	ours, err := k.look(ctx)
	if err != nil {
		return nil, err
	}
	var public []fed.PublicKey
	for _, key := range ours {
		if key.actor == actor {
			public = append(public, fed.PublicKey{ID: key.ID, Owner: k.Actor(actor), Key: key.Signer.Public()})
		}
	}
	return public, nil
}

// Forget makes the ring read the keys again.
func (k *KeyRing) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.age++
}

func (k *KeyRing) signing(ctx context.Context, actor, algorithm string) (signature.Key, error) {
	ours, err := k.look(ctx)
	if err != nil {
		return signature.Key{}, err
	}
	for _, key := range ours {
		if key.actor == actor && key.algorithm == algorithm && key.signing {
			return key.Key, nil
		}
	}
	return signature.Key{}, fmt.Errorf("no %s key of actor %q", algorithm, actor)
}

// known returns what was read last, whether it may still be used, and the age
// that a new reading is of.
func (k *KeyRing) known() (listed []ownKey, fresh bool, age int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh = len(k.read.listed) > 0 && k.read.age == k.age && k.Now().Sub(k.read.at) < ringLife
	return k.read.listed, fresh, k.age
}

// look returns our keys, from memory if it may. While the database is away it
// goes on with those that it has: a server that cannot have our key turns us
// away for minutes.
func (k *KeyRing) look(ctx context.Context) ([]ownKey, error) {
	if listed, fresh, _ := k.known(); fresh {
		return listed, nil
	}
	k.looking.Lock()
	defer k.looking.Unlock()
	old, fresh, age := k.known()
	if fresh {
		return old, nil
	}
	listed, err := k.load(ctx, old)
	if err != nil {
		if len(old) > 0 {
			return old, nil
		}
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.read = keys{listed, age, k.Now()}
	return listed, nil
}

// load reads the keys, and first makes those that are missing. Two nodes that
// start together agree: the first row wins, and both read it.
func (k *KeyRing) load(ctx context.Context, old []ownKey) ([]ownKey, error) {
	rows, err := k.DB.ActorKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if missing := k.missing(rows); len(missing) > 0 {
		if err := k.make(ctx, missing); err != nil {
			return nil, err
		}
		if rows, err = k.DB.ActorKeys(ctx); err != nil {
			return nil, fmt.Errorf("read keys: %w", err)
		}
	}
	parsed := make(map[fed.ID]crypto.Signer, len(old)) // reading an RSA key takes a while
	for _, key := range old {
		parsed[key.ID] = key.Signer
	}
	listed := make([]ownKey, len(rows))
	for i, row := range rows {
		id := fed.ID(row.KeyID)
		if parsed[id] == nil {
			if parsed[id], err = signature.ParsePrivateKeyPEM(row.PrivateKey); err != nil {
				return nil, fmt.Errorf("read key %s: %w", id, err)
			}
		}
		listed[i] = ownKey{signature.Key{ID: id, Signer: parsed[id]}, row.Actor, row.Algorithm, row.State == "signing"}
	}
	return listed, nil
}

// missing are the keys that our actors should sign with and do not have.
func (k *KeyRing) missing(rows []postgres.ActorKey) []postgres.ActorKey {
	type kind struct{ actor, algorithm string }
	have := make(map[kind]bool)
	for _, row := range rows {
		have[kind{row.Actor, row.Algorithm}] = true
	}
	var missing []postgres.ActorKey
	for _, actor := range []string{k.Handle, InstanceName} {
		for _, algorithm := range []string{RSA, Ed25519} {
			if !have[kind{actor, algorithm}] {
				missing = append(missing, postgres.ActorKey{Actor: actor, Algorithm: algorithm})
			}
		}
	}
	return missing
}

func (k *KeyRing) make(ctx context.Context, missing []postgres.ActorKey) error {
	return k.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, m := range missing {
			key, err := k.newKey(ctx, tx, m.Actor, m.Algorithm)
			if err != nil {
				return err
			}
			if err := tx.InsertActorKey(ctx, key); err != nil {
				return fmt.Errorf("keep key: %w", err)
			}
		}
		return nil
	})
}

// newKey makes an actor's next key of a kind. Its id was never that of another.
func (k *KeyRing) newKey(ctx context.Context, tx *postgres.Tx, actor, algorithm string) (postgres.ActorKey, error) {
	ever, err := tx.CountActorKeys(ctx, actor, algorithm)
	if err != nil {
		return postgres.ActorKey{}, err
	}
	var signer crypto.Signer
	if algorithm == RSA {
		signer, err = signature.GenerateRSA()
	} else {
		signer, err = signature.GenerateEd25519()
	}
	if err != nil {
		return postgres.ActorKey{}, fmt.Errorf("make key: %w", err)
	}
	private, err := signature.MarshalPrivateKeyPEM(signer)
	if err != nil {
		return postgres.ActorKey{}, fmt.Errorf("write key: %w", err)
	}
	id := k.Addresses.Key(actor, algorithm, ever+1)
	return postgres.ActorKey{KeyID: string(id), Actor: actor, Algorithm: algorithm, PrivateKey: private}, nil
}
