package comments

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// One action clears what a flood has left, and nothing else: not what is shown,
// nor what was decided, nor what people wrote who are known for longer, are
// trusted, are on another server or wrote on the site itself.
func TestClear(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	names := map[string]string{} // of comments, by id
	say := func(name, uri string) blog.Comment {
		c := d.receive(t, d.remote(d.person(t, uri), uri+"/notes/"+name, "<p>"+name+"</p>"))
		names[c.ID] = name
		return c
	}
	old := "https://old.example/users/ann"
	say("old", old)
	if _, err := d.DB.SQL().Exec(`UPDATE people SET first_seen = now() - interval '2 days'`); err != nil {
		t.Fatal(err)
	}
	d.person(t, old) // fetched anew, and known for as long as before
	trusted := d.person(t, "https://flood.example/users/friend")
	if err := d.Trust(ctx, d.staff, trusted.URI); err != nil {
		t.Fatal(err)
	}
	again := d.remote(trusted, trusted.URI+"/notes/1", "<p>viagra</p>")
	names[d.receive(t, again).ID] = "trusted"
	say("spam", "https://flood.example/users/a")
	say("below", "https://sub.flood.example/users/b")
	say("beside", "https://notflood.example/users/c")
	hidden := say("hidden", "https://flood.example/users/d")
	if _, err := d.Hide(ctx, d.staff, hidden.ID, "rude"); err != nil {
		t.Fatal(err)
	}
	web, err := d.Submit(ctx, d.submission("web"))
	if err != nil {
		t.Fatal(err)
	}
	names[web.ID] = "web"
	held := func() (words []string) {
		list, err := d.DB.CommentsInQueue(ctx, blog.VerdictHeld, 50)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			words = append(words, names[c.ID])
		}
		slices.Sort(words)
		return words
	}
	day := time.Now().Add(-24 * time.Hour)
	for _, test := range []struct {
		flood Flood
		n     int
		left  []string
	}{
		{Flood{Since: time.Now().Add(time.Hour)}, 0, []string{"below", "beside", "old", "spam", "trusted", "web"}},
		{Flood{Since: day, Hosts: []string{"https://Flood.example/"}}, 2, []string{"beside", "old", "trusted", "web"}},
		{Flood{Since: day}, 1, []string{"old", "trusted", "web"}},
		{Flood{Hosts: []string{"old.example"}}, 1, []string{"trusted", "web"}},
	} {
		n, err := d.Clear(ctx, d.staff, test.flood)
		if left := held(); err != nil || n != test.n || !slices.Equal(left, test.left) {
			t.Errorf("%+v cleared %d and left %q, %v, want %d and %q", test.flood, n, left, err, test.n, test.left)
		}
	}
	_, err = d.Clear(ctx, d.staff, Flood{})
	wantKind(t, "clearing everything", err, blog.Invalid)
	_, err = d.Clear(ctx, d.staff, Flood{Hosts: []string{"no host"}})
	wantKind(t, "clearing a host that is none", err, blog.Invalid)
	_, err = d.Clear(ctx, blog.Editor{Role: blog.Contributor}, Flood{Since: day})
	wantKind(t, "a contributor clears", err, blog.Forbidden)
	if c, err := d.DB.CommentByID(ctx, hidden.ID); err != nil || c.Verdict != blog.VerdictHidden {
		t.Errorf("what was hidden is %s, %v", c.Verdict, err)
	}
}

// What looks like spam, and what comes from a server that says much, stands
// behind what does not, so that it hides nobody.
func TestHeldFloodIsListedLast(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.Submit(t.Context(), d.submission("Buy viagra")); err != nil {
		t.Fatal(err)
	}
	for n := range 6 {
		by := d.person(t, fmt.Sprintf("https://loud.example/users/%d", n))
		d.receive(t, d.remote(by, by.URI+"/1", fmt.Sprintf("<p>Loud %d</p>", n)))
	}
	calm := d.person(t, "https://calm.example/users/ann")
	for n := range 5 {
		d.receive(t, d.remote(calm, fmt.Sprint(calm.URI, "/", n), fmt.Sprintf("<p>Calm %d</p>", n)))
	}
	list, err := d.DB.CommentsInQueue(t.Context(), blog.VerdictHeld, 12)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, c := range list {
		words = append(words, c.Text)
	}
	want := "Calm 0, Calm 1, Calm 2, Calm 3, Calm 4, Loud 0, Loud 1, Loud 2, Loud 3, Loud 4, Loud 5, Buy viagra"
	if got := strings.Join(words, ", "); got != want {
		t.Errorf("the queue is %s, want %s", got, want)
	}
}
