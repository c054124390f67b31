package network

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

var chief = blog.Editor{Role: blog.Managing}

const medway, thanet = "https://medway.example/actor", "https://thanet.example/actor"

// finderFunc finds people without a network.
type finderFunc func(ctx context.Context, handle string) (blog.Person, error)

func (f finderFunc) Find(ctx context.Context, handle string) (blog.Person, error) {
	return f(ctx, handle)
}

func newNetwork(t *testing.T) *Network {
	t.Helper()
	n := &Network{DB: pgtest.New(t), Base: "https://council.example/ap/activities/", Now: func() time.Time { return noon }}
	n.Finder = finderFunc(func(ctx context.Context, handle string) (blog.Person, error) {
		_, host, ok := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
		if !ok {
			return blog.Person{}, errors.New("no such handle")
		}
		return n.person(ctx, "https://"+host+"/actor")
	})
	return n
}

func (n *Network) person(ctx context.Context, uri string) (blog.Person, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return blog.Person{}, err
	}
	p := blog.Person{URI: uri, Type: "Organization", Name: "Council of " + u.Host, Handle: "@news@" + u.Host, Host: u.Host, Inbox: uri + "/inbox"}
	return p, n.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.SavePerson(ctx, p, nil, nil) })
}

// partner follows the host's blog, which accepts.
func (n *Network) partner(t *testing.T, host string) blog.Partner {
	t.Helper()
	p, err := n.Follow(t.Context(), chief, "@news@"+host)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Answered(t.Context(), p.URI, p.FollowID, true); err != nil {
		t.Fatal(err)
	}
	return p
}

func (n *Network) trail(t *testing.T, subject blog.Subject, id string) []string {
	t.Helper()
	changes, err := n.DB.ChangesOf(t.Context(), subject, id)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []string
	for _, c := range changes {
		verbs = append(verbs, strings.TrimSpace(string(c.Verb)+" "+c.Reason))
	}
	return verbs
}

func wantKind(t *testing.T, what string, err error, kind blog.Kind) {
	t.Helper()
	if blog.KindOf(err) != kind {
		t.Errorf("%s: got %q (%v), want %q", what, blog.KindOf(err), err, kind)
	}
}

func item(by, id string) blog.Item {
	return blog.Item{
		URI: id, Partner: blog.Person{URI: by}, Form: blog.FormArticle, Title: "A trial &amp; its results", URL: id + ".html",
		Excerpt: "We tried\nsomething: 1 < 2. https://medway.example/trial", Published: noon.Add(-time.Hour),
	}
}
