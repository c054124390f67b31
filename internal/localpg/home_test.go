package localpg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSocketPathFits(t *testing.T) {
	for _, length := range []int{10, 80, 200} {
		h := home{dir: filepath.Join(t.TempDir(), strings.Repeat("d", length)), owner: self()}
		if err := os.MkdirAll(h.dir, 0o755); err != nil {
			t.Fatal(err)
		}
		dir, err := h.socketFolder()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		if path := filepath.Join(dir, socketFile); len(path) > longestSocket {
			t.Errorf("%s has %d bytes, more than %d", path, len(path), longestSocket)
		}
	}
}

// A folder that somebody else put where ours would be, to read what passes
// through it, is refused.
func TestForeignSocketFolderIsRefused(t *testing.T) {
	tests := map[string]func(dir string) error{
		"open to others": func(dir string) error { return os.Mkdir(dir, 0o755) },
		"a link":         func(dir string) error { return os.Symlink(t.TempDir(), dir) },
	}
	for name, make := range tests {
		h := home{dir: t.TempDir(), owner: self()}
		dir := filepath.Join(h.dir, "sockets")
		if err := make(dir); err != nil {
			t.Fatal(err)
		}
		if err := h.ownFolder(dir); err == nil {
			t.Errorf("a folder that is %s was taken", name)
		}
	}
}

// openFolder is a folder below which every user can go: a test's own is not.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "inews-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFirstClosed(t *testing.T) {
	below := filepath.Join(openFolder(t), "closed", "data")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	stranger := owner{uid: 4_000_000, gid: 4_000_000}
	if closed, err := stranger.firstClosed(below); err != nil || closed != "" {
		t.Errorf("open folders are closed at %q (%v)", closed, err)
	}
	if err := os.Chmod(filepath.Dir(below), 0o700); err != nil {
		t.Fatal(err)
	}
	if closed, err := stranger.firstClosed(below); err != nil || closed != filepath.Dir(below) {
		t.Errorf("firstClosed = %q (%v), want %q", closed, err, filepath.Dir(below))
	}
}

// As root, a folder that the server cannot reach is replaced by one that it
// can, and says so; anybody else stays where they asked to be.
func TestUnreachableFolderIsReplaced(t *testing.T) {
	asked, elsewhere := filepath.Join(t.TempDir(), "postgres"), openFolder(t)
	h, err := openHome(asked, elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 {
		if h.dir != asked {
			t.Errorf("the cluster is in %s, want %s", h.dir, asked)
		}
		return
	}
	if filepath.Dir(h.dir) != elsewhere || h.owner.isSelf() {
		t.Errorf("the cluster is in %s for user %s, want it below %s and not for root", h.dir, h.owner.name(), elsewhere)
	}
	if note, err := os.ReadFile(filepath.Join(asked, "MOVED.txt")); err != nil || !strings.Contains(string(note), h.dir) {
		t.Errorf("the note says %q (%v), want %s", note, err, h.dir)
	}
}

func TestForData(t *testing.T) {
	installed := servers{{major: 17}, {major: 15}}
	data := t.TempDir()
	tests := []struct {
		version string
		want    int // zero: refused
	}{{"", 17}, {"15", 15}, {"17", 17}, {"16", 0}}
	for _, test := range tests {
		if test.version != "" {
			if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte(test.version+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := installed.forData(data)
		if got.major != test.want || (err != nil) != (test.want == 0) {
			t.Errorf("for data of version %q: %d (%v), want %d", test.version, got.major, err, test.want)
		}
	}
}
