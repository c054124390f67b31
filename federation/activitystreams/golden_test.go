package activitystreams_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/go-fed/activity/streams"

	"inews/federation"
	"inews/federation/activitystreams"
)

// golden is one document of each kind that we write. known is false for the
// types that go-fed has never heard of.
type golden struct {
	name  string
	known bool
	write func(t *testing.T) ([]byte, error)
	// reread reads the bytes back and returns what came and what should have.
	reread func(t *testing.T, raw []byte) (got, want any, err error)
}

// same compares nouns without the bytes they came from.
func same[T any](read func([]byte) (T, error), strip func(*T), want func(*testing.T) T) func(*testing.T, []byte) (any, any, error) {
	return func(t *testing.T, raw []byte) (any, any, error) {
		got, err := read(raw)
		strip(&got)
		return got, want(t), err
	}
}

func object(name string, known bool, make func(*testing.T) federation.Object) golden {
	return golden{name, known,
		func(t *testing.T) ([]byte, error) { return activitystreams.WriteObject(make(t)) },
		same(activitystreams.ReadObject, bare, make)}
}

// pair is an object in two languages: what is read is in its own.
func pair(name string, make func(*testing.T) federation.Object) golden {
	return golden{name, true,
		func(t *testing.T) ([]byte, error) { return activitystreams.WriteObject(inWelsh(make(t))) },
		same(activitystreams.ReadObject, bare, make)}
}

func activity(name string, known bool, make func(*testing.T) federation.Activity) golden {
	return golden{name, known,
		func(t *testing.T) ([]byte, error) { return activitystreams.WriteActivity(make(t)) },
		same(activitystreams.ReadActivity, bareActivity, make)}
}

func collection(name string, make func(*testing.T) federation.Collection) golden {
	return golden{name, true,
		func(t *testing.T) ([]byte, error) { return activitystreams.WriteCollection(make(t)) },
		same(activitystreams.ReadCollection, bareCollection, make)}
}

func bare(o *federation.Object) {
	o.Raw = nil
	for _, c := range []*federation.Collection{o.Replies, o.Likes, o.Shares} {
		if c != nil {
			bareCollection(c)
		}
	}
	if o.Preview != nil {
		bare(o.Preview)
	}
}

func bareActivity(a *federation.Activity) {
	a.Raw = nil
	if a.Object != nil {
		bare(a.Object)
	}
	if a.ObjectActor != nil {
		a.ObjectActor.Raw = nil
	}
	if a.Inner != nil {
		bareActivity(a.Inner)
	}
}

func bareCollection(c *federation.Collection) {
	c.Raw = nil
	if c.FirstPage != nil {
		bareCollection(c.FirstPage)
	}
}

func TestWriteGolden(t *testing.T) {
	for _, g := range goldens() {
		t.Run(g.name, func(t *testing.T) {
			written, err := g.write(t)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := g.write(t)
			if !bytes.Equal(written, again) {
				t.Error("the same noun was written in two ways")
			}
			compare(t, g.name, written)
			got, want, err := g.reread(t, written)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("read back\n%+v\nwant\n%+v", got, want)
			}
			oracle(t, written, g.known)
		})
	}
}

// oracle has go-fed parse a whole document, text and all.
func oracle(t *testing.T, written []byte, known bool) {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(written, &m); err != nil {
		t.Fatal(err)
	}
	resolved, err := streams.ToType(context.Background(), m)
	if known != (err == nil) {
		t.Fatalf("go-fed: %v", err)
	}
	if known && resolved.GetTypeName() != m["type"] {
		t.Errorf("go-fed takes it for a %s", resolved.GetTypeName())
	}
}

func compare(t *testing.T, name string, written []byte) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, written, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	file := filepath.Join("testdata", name+".json")
	// Asked of the flag set, not kept in a variable: it is needed here alone.
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Errorf("not as in %s:\n%s", file, pretty.Bytes())
	}
}

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	os.Exit(m.Run())
}

func at(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
