package fediverse

import (
	"context"
	"fmt"
	"sync"

	fed "inews/federation"
	"inews/federation/signature"
	"inews/internal/postgres"
)

// KeyRing holds our actors' keys. They are made at the first start and kept in
// the database; losing them would lose every follower.
type KeyRing struct {
	DB *postgres.DB
	Addresses

	mu   sync.Mutex
	keys map[string]signature.Key // by actor's name
}

// Key returns the key with which the actor signs.
func (k *KeyRing) Key(ctx context.Context, actor string) (signature.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.keys[actor]; ok {
		return key, nil
	}
	if err := k.load(ctx); err != nil {
		return signature.Key{}, err
	}
	key, ok := k.keys[actor]
	if !ok {
		return signature.Key{}, fmt.Errorf("no key of actor %q", actor)
	}
	return key, nil
}

// Instance returns the key that signs our fetches.
func (k *KeyRing) Instance(ctx context.Context) (signature.Key, error) {
	return k.Key(ctx, InstanceName)
}

// Public returns the public half of an actor's key, as its document lists it.
func (k *KeyRing) Public(ctx context.Context, actor string) (fed.PublicKey, error) {
	key, err := k.Key(ctx, actor)
	if err != nil {
		return fed.PublicKey{}, err
	}
	return fed.PublicKey{ID: key.ID, Owner: k.Actor(actor), Key: key.Signer.Public()}, nil
}

// load reads the keys, and first makes those that are missing. Two nodes that
// start together agree: the first row wins, and both read it.
func (k *KeyRing) load(ctx context.Context) error {
	rows, err := k.DB.ActorKeys(ctx)
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	if missing := k.missing(rows); len(missing) > 0 {
		if err := k.make(ctx, missing); err != nil {
			return err
		}
		if rows, err = k.DB.ActorKeys(ctx); err != nil {
			return fmt.Errorf("read keys: %w", err)
		}
	}
	keys := make(map[string]signature.Key)
	for _, row := range rows {
		signer, err := signature.ParsePrivateKeyPEM(row.PrivateKey)
		if err != nil {
			return fmt.Errorf("read key %s: %w", row.KeyID, err)
		}
		keys[row.Actor] = signature.Key{ID: fed.ID(row.KeyID), Signer: signer}
	}
	k.keys = keys
	return nil
}

func (k *KeyRing) missing(rows []postgres.ActorKey) []string {
	have := make(map[string]bool)
	for _, row := range rows {
		have[row.Actor] = true
	}
	var missing []string
	for _, name := range []string{k.Handle, InstanceName} {
		if !have[name] {
			missing = append(missing, name)
		}
	}
	return missing
}

func (k *KeyRing) make(ctx context.Context, names []string) error {
	return k.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, name := range names {
			signer, err := signature.GenerateRSA()
			if err != nil {
				return fmt.Errorf("make key: %w", err)
			}
			private, err := signature.MarshalPrivateKeyPEM(signer)
			if err != nil {
				return fmt.Errorf("write key: %w", err)
			}
			err = tx.InsertActorKey(ctx, postgres.ActorKey{
				KeyID: string(k.Addresses.Key(name)), Actor: name, Algorithm: "rsa", PrivateKey: private,
			})
			if err != nil {
				return fmt.Errorf("keep key: %w", err)
			}
		}
		return nil
	})
}
