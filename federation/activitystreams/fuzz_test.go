package activitystreams_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

// FuzzRead reads anything: never a panic, always a known error, and what was
// read as an object or an activity can be written, and mostly read again.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"type":["Note",null],"to":[["x"]],"content":{"@value":null},"attachment":{"url":[]},"endTime":0}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		readAny(t, "fuzz", raw)
		o, err := activitystreams.ReadObject(raw)
		if err == nil {
			rewrite(t, o, activitystreams.WriteObject, activitystreams.ReadObject)
		}
		a, err := activitystreams.ReadActivity(raw)
		if err == nil {
			rewrite(t, a, activitystreams.WriteActivity, activitystreams.ReadActivity)
		}
	})
}

func rewrite[T any](t *testing.T, noun T, write func(T) ([]byte, error), read func([]byte) (T, error)) {
	written, err := write(noun)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	again, err := read(written)
	// Known by its shape alone, it may have lost that with what was no address.
	if errors.Is(err, federation.ErrTooLarge) || errors.Is(err, federation.ErrMalformed) {
		return
	}
	if err != nil {
		t.Fatalf("read again %s: %v", written, err)
	}
	settled, err := write(again)
	if err != nil {
		t.Fatal(err)
	}
	if len(settled) == 0 || bytes.Contains(settled, []byte("\x00")) {
		t.Fatalf("%q", settled)
	}
}
