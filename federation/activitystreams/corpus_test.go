package activitystreams_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

// corpus is the folder of recorded payloads beside the repository, or "" when
// it is not there: it is kept apart since others own it.
func corpus(t *testing.T) string {
	t.Helper()
	module, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(filepath.Dir(strings.TrimSpace(string(module))), "..", "shared", "wire-corpus")
	if _, err := os.Stat(dir); err != nil {
		t.Logf("no wire corpus at %s: nothing to check", dir)
		return ""
	}
	return dir
}

func TestReadWireCorpus(t *testing.T) {
	dir := corpus(t)
	if dir == "" {
		return
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			readAny(t, name, raw)
		})
	}
}

// readAny reads a document with the reader for its kind, which must succeed or
// refuse with one of the two errors that callers know.
func readAny(t *testing.T, name string, raw []byte) {
	kind, typ, err := activitystreams.KindOf(raw)
	switch kind {
	case activitystreams.ActivityKind:
		_, err = activitystreams.ReadActivity(raw)
	case activitystreams.ObjectKind:
		_, err = activitystreams.ReadObject(raw)
	case activitystreams.ActorKind:
		_, err = activitystreams.ReadActor(raw)
	case activitystreams.CollectionKind:
		_, err = activitystreams.ReadCollection(raw)
	case activitystreams.KeyKind:
		_, err = activitystreams.ReadKey(raw)
	}
	if err != nil && !errors.Is(err, federation.ErrMalformed) && !errors.Is(err, federation.ErrTooLarge) {
		t.Errorf("%s, %s %q: %v wraps neither ErrMalformed nor ErrTooLarge", name, kind, typ, err)
	}
}
