package comments

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

const listURL = "https://lists.example/blocks.csv"

// kept is the lists that other moderators keep, by address; one that is not
// there cannot be had.
type kept map[string]string

// follows follows lists whose text the test sets, and returns them.
func (d *desk) follows(t *testing.T, addresses ...string) kept {
	t.Helper()
	texts := kept{}
	d.Edition = func(_ context.Context, list blog.BlockList) (Edition, error) {
		text, ok := texts[list.URL]
		if !ok {
			return Edition{}, &blog.Error{Kind: blog.Unavailable, Msg: "Its server does not answer.", Err: errors.New("refused")}
		}
		tag := fmt.Sprint(len(text), text[:min(len(text), 200)])
		return Edition{Text: []byte(text), Tag: tag, Unchanged: tag == list.Tag}, nil
	}
	for _, address := range addresses {
		if _, err := d.FollowList(t.Context(), d.staff, address, Daily); err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

// look lets a day pass and looks at the lists.
func (d *desk) look(t *testing.T) {
	t.Helper()
	d.clock = d.clock.Add(Daily + time.Minute)
	if err := d.LookAtLists(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) list(t *testing.T, address string) blog.BlockList {
	t.Helper()
	list, err := d.DB.BlockListByURL(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// decidedAs are the decisions about servers, each with the list that it is from.
func (d *desk) decidedAs(t *testing.T) []string {
	t.Helper()
	hosts, err := d.DB.DecidedHosts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, h := range hosts {
		rows = append(rows, strings.TrimSpace(fmt.Sprintf("%s %s %s", h.Name, h.Severity, strings.TrimPrefix(h.List, "https://"))))
	}
	slices.Sort(rows)
	return rows
}

func (d *desk) wants(t *testing.T, what string, decisions ...string) {
	t.Helper()
	if got := d.decidedAs(t); !slices.Equal(got, decisions) {
		t.Errorf("%s: decided is %q, want %q", what, got, decisions)
	}
}

// waits are the servers about which lists wait for staff.
func (d *desk) waits(t *testing.T) []string {
	t.Helper()
	entries, err := d.WaitingEntries(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, e := range entries {
		rows = append(rows, fmt.Sprintf("%s %s %v", e.Host, e.Severity, e.Lost))
	}
	return rows
}

// A list that staff follow decides about the servers on it, follows what changes
// there, up and down alike, and lifts what it has dropped. Each decision names the
// list, on the page of hosts and in the trail.
func TestListIsFollowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lists := d.follows(t, listURL)
	lists[listURL] = "#domain,#severity,#public_comment\na.example,suspend,Spam\nb.example,silence,\ncouncil.example,suspend,a joke\nd.example,noop,\n"
	d.look(t)
	d.wants(t, "at first", "a.example suspend lists.example/blocks.csv", "b.example silence lists.example/blocks.csv")
	if l := d.list(t, listURL); l.Size != 2 || l.Problem != "" || !l.TakenAt.Equal(d.clock) || !l.NextAt.Equal(d.clock.Add(Daily)) {
		t.Errorf("the list stands as %+v", l)
	}
	before := d.changes(t)
	d.look(t)
	if n := d.changes(t) - before; n != 0 {
		t.Errorf("the same list again recorded %d changes", n)
	}
	lists[listURL] = "#domain,#severity\na.example,silence\nb.example,suspend\ne.example,suspend\n"
	d.look(t)
	d.wants(t, "changed", "a.example silence lists.example/blocks.csv", "b.example suspend lists.example/blocks.csv", "e.example suspend lists.example/blocks.csv")
	lists[listURL] = "#domain,#severity\nb.example,suspend\ne.example,suspend\n"
	d.look(t)
	d.wants(t, "dropped", "b.example suspend lists.example/blocks.csv", "e.example suspend lists.example/blocks.csv")
	changes, err := d.DB.ChangesOf(t.Context(), blog.HostSubject, "a.example")
	if err != nil {
		t.Fatal(err)
	}
	var trail []string
	for _, c := range changes {
		trail = append(trail, string(c.Verb)+" "+c.Reason)
		if c.Editor != "" {
			t.Errorf("%s is by an editor", c.Verb)
		}
	}
	want := []string{"block Spam (from the list " + listURL + ")", "silence From the list " + listURL, "unblock It has left the list " + listURL}
	if !slices.Equal(trail, want) {
		t.Errorf("the trail is %q, want %q", trail, want)
	}
}

// What a list would take away waits for staff, with what it costs: followers,
// partners, trusted people, shown comments, shares. They accept or refuse; a
// refusal is remembered, also when the list drops the server and takes it up
// again, or says something else of it.
func TestListTakesNothingAwayByItself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.person(t, ann), d.person(t, bob)
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>One</p>")))
	d.receive(t, d.remote(b, bob+"/1", "<p>Held: nobody would miss it</p>"))
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		for n, host := range []string{"follower.example", "partner.example"} {
			p := d.personIn(t, tx, "https://"+host+"/actor")
			if n == 1 {
				_, err := tx.SavePartner(t.Context(), p, "https://council.example/ap/activities/1")
				return err
			}
			if _, err := tx.AddFollower(t.Context(), p, p+"/follow"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lists := d.follows(t, listURL)
	lists[listURL] = "social.example,silence\nother.example,suspend\nfollower.example,suspend\npartner.example,hold\nnobody.example,suspend\n"
	d.look(t)
	d.wants(t, "what costs nothing", "nobody.example suspend lists.example/blocks.csv", "other.example suspend lists.example/blocks.csv")
	want := []string{
		"follower.example suspend {1 0 0 0 0 0}", "partner.example hold {0 0 0 1 0 0}", "social.example silence {0 0 0 0 1 0}",
	}
	if got := d.waits(t); !slices.Equal(got, want) {
		t.Fatalf("waiting are %q, want %q", got, want)
	}
	if got := d.shown(t); len(got) != 1 {
		t.Errorf("readers see %q", got)
	}
	id := d.list(t, listURL).ID
	if err := d.AcceptEntry(t.Context(), d.staff, id, "follower.example"); err != nil {
		t.Fatal(err)
	}
	if err := d.RefuseEntry(t.Context(), d.staff, id, "social.example"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a contributor", d.AcceptEntry(t.Context(), blog.Editor{Role: blog.Contributor}, id, "partner.example"), blog.Forbidden)
	wantKind(t, "twice", d.AcceptEntry(t.Context(), d.staff, id, "follower.example"), blog.NotFound)
	after := []string{
		"follower.example suspend lists.example/blocks.csv", "nobody.example suspend lists.example/blocks.csv",
		"other.example suspend lists.example/blocks.csv",
	}
	d.wants(t, "accepted and refused", after...)
	for _, text := range []string{
		"social.example,suspend\nother.example,suspend\nfollower.example,suspend\nnobody.example,suspend\n",
		"other.example,suspend\nfollower.example,suspend\nnobody.example,suspend\n",
		"social.example,silence\nother.example,suspend\nfollower.example,suspend\nnobody.example,suspend\n",
	} {
		lists[listURL] = text
		d.look(t)
		d.wants(t, "after the refusal", after...)
		if got := d.waits(t); len(got) != 0 {
			t.Errorf("asked again: %q", got)
		}
	}
	if err := d.AcceptEntry(t.Context(), d.staff, id, "social.example"); err != nil {
		t.Errorf("accepted after all: %v", err)
	}
}

// personIn saves somebody within a transaction.
func (d *desk) personIn(t *testing.T, tx *postgres.Tx, uri string) string {
	t.Helper()
	host := strings.Split(uri, "/")[2]
	p := blog.Person{URI: uri, Type: "Person", Handle: "@a@" + host, Host: host, URL: uri, Inbox: uri + "/inbox"}
	if err := tx.SavePerson(t.Context(), p, nil, nil); err != nil {
		t.Fatal(err)
	}
	return uri
}

// A list changes and lifts only what it decided itself. What a person decided, or
// took back, stays; another list that says so keeps the block.
func TestListLiftsOnlyItsOwn(t *testing.T) {
	t.Parallel()
	const other = "https://other.example/list.csv"
	d := newDesk(t)
	decide := func(host string, severity blog.Severity) {
		t.Helper()
		if err := d.DecideHost(t.Context(), d.staff, host, severity, "ours"); err != nil {
			t.Fatal(err)
		}
	}
	decide("before.example", blog.Suspend)
	decide("milder.example", blog.Silence)
	decide("agreed.example", blog.Silence)
	lists := d.follows(t, listURL, other)
	lists[listURL] = "before.example\nmilder.example\nagreed.example\nmade.example\nfreed.example\nboth.example,suspend\nfirst.example,silence\nx.example\ny.example\nz.example\n"
	lists[other] = "both.example,silence\nfirst.example,hold\n"
	d.look(t)
	if got := d.waits(t); !slices.Equal(got, []string{"agreed.example suspend {0 0 0 0 0 0}", "milder.example suspend {0 0 0 0 0 0}"}) {
		t.Errorf("waiting are %q", got)
	}
	if err := d.DecideHost(t.Context(), d.staff, "made.example", blog.Suspend, ""); err != nil { // a person makes the very decision of the list their own
		t.Fatal(err)
	}
	if err := d.UnblockHost(t.Context(), d.staff, "freed.example"); err != nil {
		t.Fatal(err)
	}
	lists[listURL] = strings.Replace(lists[listURL], "freed.example\n", "freed.example,silence\n", 1)
	decide("milder.example", blog.Hold) // a person answers what waits
	if err := d.AcceptEntry(t.Context(), d.staff, d.list(t, listURL).ID, "agreed.example"); err != nil {
		t.Fatal(err)
	}
	d.look(t)
	if got := d.waits(t); len(got) != 0 {
		t.Errorf("waiting are %q", got)
	}
	rest := []string{"x.example suspend lists.example/blocks.csv", "y.example suspend lists.example/blocks.csv", "z.example suspend lists.example/blocks.csv"}
	d.wants(t, "with both lists", append([]string{
		"agreed.example suspend", "before.example suspend", "both.example suspend lists.example/blocks.csv", "first.example hold other.example/list.csv",
		"made.example suspend", "milder.example hold",
	}, rest...)...)
	lists[listURL] = "x.example\ny.example\nz.example\na.example\nb.example\n"
	d.look(t)
	d.wants(t, "dropped by one", append([]string{
		"a.example suspend lists.example/blocks.csv", "agreed.example suspend", "b.example suspend lists.example/blocks.csv",
		"before.example suspend", "both.example silence other.example/list.csv", "first.example hold other.example/list.csv",
		"made.example suspend", "milder.example hold",
	}, rest...)...)
	if err := d.UnfollowList(t.Context(), d.staff, d.list(t, other).ID, true); err != nil {
		t.Fatal(err)
	}
	if err := d.UnfollowList(t.Context(), d.staff, d.list(t, listURL).ID, false); err != nil {
		t.Fatal(err)
	}
	d.wants(t, "followed no more", "a.example suspend", "agreed.example suspend", "b.example suspend", "before.example suspend", "made.example suspend", "milder.example hold",
		"x.example suspend", "y.example suspend", "z.example suspend")
}

// A list that cannot be had, does not parse, is empty or suddenly much smaller
// changes nothing. It is told in words, with when it is tried again: sooner than
// in a day, then later and later. A smaller one is taken when staff agree.
func TestListThatIsWrongChangesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lists := d.follows(t, listURL)
	whole := strings.Repeat("x", 0)
	for n := range 10 {
		whole += fmt.Sprintf("h%d.example,suspend\n", n)
	}
	lists[listURL] = whole
	d.look(t)
	decided := d.decidedAs(t)
	if len(decided) != 10 {
		t.Fatalf("decided is %q", decided)
	}
	smaller := "h0.example,suspend\nh1.example,suspend\nh2.example,suspend\nh3.example,suspend\n"
	for _, test := range []struct{ name, text, says string }{
		{"not there", "-", "does not answer"},
		{"empty", "", "nothing in the list"},
		{"only a header", "#domain,#severity\n", "nothing in the list"},
		{"a page", "<!doctype html>\n<html>\n<body>Sign in</body>\n", "does not read as a list"},
		{"no CSV", "a.example,\"suspend\nb", "name"},
		{"nothing to decide", "a***.example\n", "names no server"},
		{"we alone", "council.example,suspend\n", "names no server"},
		{"much smaller", smaller, "names 4 servers, and named 10 before"},
	} {
		if lists[listURL] = test.text; test.text == "-" {
			delete(lists, listURL)
		}
		before := d.changes(t)
		d.look(t)
		l := d.list(t, listURL)
		if !strings.Contains(l.Problem, test.says) || l.Size != 10 || !l.NextAt.After(d.clock) {
			t.Errorf("%s: %q, %d servers, next %v", test.name, l.Problem, l.Size, l.NextAt)
		}
		if (l.Offered > 0) != (test.name == "much smaller") {
			t.Errorf("%s: %d are offered", test.name, l.Offered)
		}
		if got := d.decidedAs(t); !slices.Equal(got, decided) || d.changes(t) != before {
			t.Errorf("%s: decided is %q", test.name, got)
		}
	}
	if err := d.HurryList(t.Context(), d.staff, d.list(t, listURL).ID, true); err != nil {
		t.Fatal(err)
	}
	if err := d.LookAtLists(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := d.decidedAs(t); len(got) != 4 {
		t.Errorf("when staff agreed, decided is %q", got)
	}
	delete(lists, listURL)
	var waits []time.Duration
	for range 5 {
		if err := d.HurryList(t.Context(), d.staff, d.list(t, listURL).ID, false); err != nil {
			t.Fatal(err)
		}
		if err := d.LookAtLists(t.Context()); err != nil {
			t.Fatal(err)
		}
		waits = append(waits, d.list(t, listURL).NextAt.Sub(d.clock))
	}
	if want := []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 16 * time.Hour, Daily}; !slices.Equal(waits, want) {
		t.Errorf("tried again after %v, want %v", waits, want)
	}
}

// Of several nodes that look at the same moment, one fetches a list.
func TestListIsFetchedByOneNode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lists := d.follows(t, listURL)
	lists[listURL] = "a.example\n"
	fetch := d.Edition
	fetched := make(chan string, 10)
	d.Edition = func(ctx context.Context, list blog.BlockList) (Edition, error) {
		fetched <- list.URL
		return fetch(ctx, list)
	}
	done := make(chan error)
	for range 4 {
		go func() { done <- d.LookAtLists(t.Context()) }()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := len(fetched); n != 1 {
		t.Errorf("the list was fetched %d times", n)
	}
	d.wants(t, "once", "a.example suspend lists.example/blocks.csv")
}

func TestFollowListRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, test := range map[string]struct {
		address string
		every   time.Duration
	}{
		"http": {"http://lists.example/x.csv", Daily}, "a file": {"file:///etc/passwd", Daily}, "nothing": {"", Daily},
		"a password": {"https://a:b@lists.example/x.csv", Daily}, "too often": {listURL, time.Minute}, "too rarely": {listURL, 1000 * time.Hour},
	} {
		_, err := d.FollowList(t.Context(), d.staff, test.address, test.every)
		wantKind(t, name, err, blog.Invalid)
	}
	_, err := d.FollowList(t.Context(), blog.Editor{Role: blog.Contributor}, listURL, Daily)
	wantKind(t, "a contributor", err, blog.Forbidden)
}

// Nobody decides about the site, the domain of its handle, or what is above them.
func TestListNeverNamesUs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Domain = "handle.example"
	lists := d.follows(t, listURL)
	lists[listURL] = "council.example\nhandle.example\nexample\na.test\n"
	d.look(t)
	d.wants(t, "of ours", "a.test suspend lists.example/blocks.csv")
}
