package desk_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/postgres"
)

// Staff see how many get updates; an owner finds one, ends it and takes the list out,
// in which no spreadsheet finds a formula. Nobody else sees an address.
func TestSubscribers(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	updates := &mailing.Updates{DB: f.db, Site: "iNews", BaseURL: base, Sends: true, Tokens: mailing.Tokens{Key: []byte(strings.Repeat("k", 32))}}
	for i, email := range []string{"jean@home.example", "=cmd@home.example"} {
		f.check(updates.Subscribe(t.Context(), mailing.Wish{
			Email: email, Pace: blog.PaceNow, Everything: true, Address: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}),
		}))
		f.check(f.db.InTx(t.Context(), func(tx *postgres.Tx) error {
			s, err := tx.SubscriptionByEmail(t.Context(), email)
			if err != nil {
				return err
			}
			return tx.ConfirmSubscription(t.Context(), s.ID, time.Now().Add(time.Minute))
		}))
	}
	for role, sees := range map[blog.Role]bool{blog.Moderator: false, blog.Owner: true} {
		page := f.get(role, "/desk/subscribers").Body.String()
		if !strings.Contains(page, "<b>2</b> people get updates by e-mail") || strings.Contains(page, "jean@") || strings.Contains(page, "list.csv") != sees {
			t.Errorf("%s sees %s", role, page)
		}
	}
	if w := f.serve(f.request(blog.Moderator, http.MethodPost, "/desk/subscribers/list.csv", nil)); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "jean@") {
		t.Errorf("a moderator gets the list: %d", w.Code)
	}
	table := f.post(blog.Owner, "/desk/subscribers/list.csv", nil).Body.String()
	if !strings.Contains(table, "\njean@home.example,now,yes") || !strings.Contains(table, "\n'=cmd@home.example,") {
		t.Errorf("the table is\n%s", table)
	}
	w := f.post(blog.Owner, "/desk/subscribers", url.Values{"email": {"jean@home.example"}})
	s, err := f.db.SubscriptionByEmail(t.Context(), "jean@home.example")
	f.check(err)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/desk/subscribers/"+s.ID+"/end") {
		t.Errorf("found: %d, %s", w.Code, w.Body)
	}
	if w := f.post(blog.Owner, "/desk/subscribers", url.Values{"email": {"sam@home.example"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nobody is found with %d", w.Code)
	}
	if w := f.post(blog.Owner, "/desk/subscribers/"+s.ID+"/end", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("ended with %d: %s", w.Code, w.Body)
	}
	if _, err := f.db.SubscriptionByEmail(t.Context(), "jean@home.example"); blog.KindOf(err) != blog.NotFound {
		t.Errorf("it is still there: %v", err)
	}
	trail := f.get(blog.Owner, "/desk/trail").Body.String()
	for _, words := range []string{"ended the updates of a subscriber", "took out the list of subscribers"} {
		if !strings.Contains(trail, words) {
			t.Errorf("the trail does not say %q", words)
		}
	}
}
