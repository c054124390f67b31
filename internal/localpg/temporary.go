package localpg

import (
	"fmt"
	"os"
	"path/filepath"
)

// temporaryName is how the folders of temporary clusters begin.
const temporaryName = "inews-temporary-"

// temporaryFolder makes a folder for a cluster that ends with this process,
// after sweeping those of processes that were killed.
func temporaryFolder() (string, error) {
	sweep()
	dir, err := os.MkdirTemp("", temporaryName)
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	return dir, nil
}

// sweep removes what killed processes left. A folder without the owner's lock
// is just being made, and one whose lock is held is in use.
func sweep() {
	locks, _ := filepath.Glob(filepath.Join(os.TempDir(), temporaryName+"*", ownerLock)) // the pattern is sound
	for _, path := range locks {
		if made, ok := ownerOf(path); !ok || made.uid != self().uid {
			continue
		}
		if lock, err := lockFile(path); err == nil {
			_ = os.RemoveAll(filepath.Dir(path)) // what stays, the next sweep takes
			_ = lock.Close()
		}
	}
}
