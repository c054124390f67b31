package localpg

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// ownerLock is the file in a cluster's folder whose lock its owner holds for
// life: it tells a server that is in use from one whose owner was killed, which
// answers for a moment longer.
const ownerLock = "owner.lock"

// lockFile takes the lock on a file, which the kernel gives back when the
// process ends. One that is taken is syscall.EWOULDBLOCK.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close() // the lock's error says more
		return nil, err
	}
	return file, nil
}

// waitForLock takes the lock on a file as soon as it is free.
func waitForLock(ctx context.Context, path string) (*os.File, error) {
	for {
		file, err := lockFile(path)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return file, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(look):
		}
	}
}
