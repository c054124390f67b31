package localpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// systemFolder takes the clusters of root whose own place the server cannot
// reach, such as one in root's home.
const systemFolder = "/var/lib/inews"

// socketFile is what PostgreSQL calls its socket at the usual port number,
// which names nothing else here.
const socketFile = ".s.PGSQL.5432"

// longestSocket is the length in bytes of a socket's path: sun_path of
// unix(7) less the closing zero.
const longestSocket = 107

// home is the folder that holds a cluster: data, sockets, and a lock.
type home struct {
	dir   string
	owner owner
}

func (h home) data() string { return filepath.Join(h.dir, "data") }

// openHome makes the folder and decides who owns what is in it. For a folder
// that the owner cannot reach it answers one below elsewhere, named after the
// folder that was asked for.
func openHome(dir, elsewhere string) (home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return home{}, fmt.Errorf("find the database's folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return home{}, fmt.Errorf("make the database's folder: %w", err)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return home{}, fmt.Errorf("find the database's folder: %w", err)
	}
	h := home{dir: dir}
	if h.owner, err = ownerFor(h.data()); err != nil || h.owner.isSelf() {
		return h, err
	}
	// The folder itself is the cluster's own, so it may be opened; its parents
	// are not ours to change.
	if err := os.Chmod(dir, 0o711); err != nil {
		return h, fmt.Errorf("let the database's user into its folder: %w", err)
	}
	closed, err := h.owner.firstClosed(dir)
	if err != nil || closed == "" {
		return h, err
	}
	h.dir = filepath.Join(elsewhere, filepath.Base(dir)+"-"+short(dir))
	if err := os.MkdirAll(h.dir, 0o711); err != nil {
		return h, fmt.Errorf("user %s cannot enter %s, and the database has no other place: %w", h.owner.name(), closed, err)
	}
	note := fmt.Sprintf("The database is in %s: its user %s cannot enter %s.\n", h.dir, h.owner.name(), closed)
	if err := os.WriteFile(filepath.Join(dir, "MOVED.txt"), []byte(note), 0o644); err != nil {
		return h, fmt.Errorf("note the place of the database: %w", err)
	}
	h.owner, err = ownerFor(h.data())
	return h, err
}

// firstClosed is the uppermost folder on the way to dir that the owner cannot
// enter.
func (o owner) firstClosed(dir string) (string, error) {
	if parent := filepath.Dir(dir); parent != dir {
		if closed, err := o.firstClosed(parent); err != nil || closed != "" {
			return closed, err
		}
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", fmt.Errorf("look at the database's folder: %w", err)
	}
	if o.mayEnter(info) {
		return "", nil
	}
	return dir, nil
}

// prepare creates the cluster where there is none. It is made beside its place
// and then moved there, so that one half made by a killed process is never
// taken for whole.
func (h home) prepare(ctx context.Context, b binaries, durable bool) error {
	info, err := os.Stat(h.data())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return h.create(ctx, b, durable)
	case err != nil:
		return fmt.Errorf("look at the database's folder: %w", err)
	}
	if made, _ := ownerOf(h.data()); made.uid == h.owner.uid && info.Mode().Perm()&0o027 == 0 {
		return nil
	}
	// Copied here by root: PostgreSQL wants it to be its user's alone.
	if err := h.owner.take(h.data()); err != nil {
		return fmt.Errorf("give the database to user %s: %w", h.owner.name(), err)
	}
	return os.Chmod(h.data(), 0o700)
}

// take makes the owner own everything below path.
func (o owner) take(path string) error {
	return filepath.WalkDir(path, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(o.uid), int(o.gid))
	})
}

// socketFolder makes the folder for the socket: in the cluster's own, or in
// one for temporary files where the path would be too long.
func (h home) socketFolder() (string, error) {
	for _, dir := range []string{
		filepath.Join(h.dir, "sockets"),
		filepath.Join(os.TempDir(), "inews-"+short(h.dir)),
		filepath.Join("/tmp", "inews-"+short(h.dir)), // where the system names a long one
	} {
		if len(filepath.Join(dir, socketFile)) <= longestSocket {
			return dir, h.ownFolder(dir)
		}
	}
	return "", fmt.Errorf("no place for the database's socket: the path %s is too long", h.dir)
}

// ownFolder makes a folder that nobody but the owner may enter. One that is
// somebody else's, put there to be taken for ours, is refused.
func (h home) ownFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return os.Lchown(dir, int(h.owner.uid), int(h.owner.gid))
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make a folder for the database: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at a folder of the database: %w", err)
	}
	made, _ := ownerOf(dir)
	if !info.IsDir() || info.Mode().Perm() != 0o700 || made.uid != h.owner.uid {
		return fmt.Errorf("%s is not a folder that user %s alone may enter: remove it", dir, h.owner.name())
	}
	return nil
}

// short names a path in twelve letters: enough for the clusters of one machine.
func short(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}
