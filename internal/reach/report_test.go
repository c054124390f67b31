package reach_test

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/reach"
)

// A month by hand: what the report says of it, word by word.
func TestReport(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-02 12:00:00")
	for range 5 {
		s.follower("2026-09-10 10:00:00")
	}
	for range 3 {
		s.follower("2026-10-31 23:30:00") // still October in London, which keeps winter time by then
	}
	s.follower("2026-11-01 00:00:00")
	september := s.post("September's", "2026-09-30 22:30:00") // half past eleven
	october := s.post("Talking benches", "2026-09-30 23:30:00")
	s.post("Another", "2026-10-15 10:00:00")
	s.comment(september, "approved", "2026-09-30 22:59:00")
	for range 3 {
		s.comment(october, "approved", "2026-10-02 10:00:00")
	}
	s.comment(september, "approved", "2026-10-31 23:59:59")
	s.comment(october, "approved", "2026-11-01 00:00:00")
	s.comment(october, "spam", "2026-10-02 10:00:00")
	s.reaction(october, "share", "2026-10-03 10:00:00")
	s.reaction(october, "share", "2026-10-03 10:00:00")
	s.reaction(october, "like", "2026-10-03 10:00:00")
	s.read("2026-09-30", "/posts/post-1", september, "direct", 10)
	s.read("2026-10-01", "/posts/post-2", october, "search", 1200)
	s.read("2026-10-31", "/", "", "direct", 34)
	s.read("2026-11-01", "/", "", "direct", 99)
	s.delivery(october, "a.example", "delivered", "2026-10-01 10:00:00")
	s.delivery(october, "a.example", "delivered", "2026-10-02 10:00:00")
	s.delivery(october, "b.example", "failed", "2026-10-08 10:00:00")
	s.exec(`INSERT INTO partners (person_uri, state, answered_at) VALUES ($1, 'accepted', '2026-10-05 10:00:00+00')`, s.person())
	s.check(s.reach.Tally(t.Context()))
	month, err := s.reach.Month("2026-10")
	s.check(err)
	report, err := s.reach.Report(t.Context(), month)
	s.check(err)
	want := []string{
		"Followers grew by 3 to 8.",
		"We published 2 posts and events, and 4 replies from readers reached a page: 2 for each.",
		"Readers opened our pages 1,234 times, 1,224 more than in September.",
		"Our posts were shared twice and liked once.",
		"“Talking benches” moved people most: 3 replies, 2 shares and 1 like.",
		"1 other server took in what we sent; 66.6% of 3 deliveries arrived.",
		"We began to follow 1 partner.",
		"1 spam comment was stopped before anybody saw it.",
	}
	if got := report.Sentences(); !slices.Equal(got, want) {
		t.Errorf("the report says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if report.Against() != "September 2026" {
		t.Errorf("it is against %s", report.Against())
	}
	if first := report.Headlines()[0]; first.Value != "2" || first.Change != "was 1" {
		t.Errorf("the first number is %+v", first)
	}
	month, err = s.reach.Month("2026-11")
	s.check(err)
	report, err = s.reach.Report(t.Context(), month)
	s.check(err)
	want = []string{
		"Followers grew by 1 to 9.",
		"We published nothing so far, and 1 reply from readers reached a page.",
		"Readers opened our pages 99 times, 1,101 fewer than in the same days of October.",
	}
	if got := report.Sentences(); !slices.Equal(got[:3], want) {
		t.Errorf("the month that goes on says\n%s", strings.Join(got, "\n"))
	}
	if report.Against() != "1 to 2 October 2026" || report.Headlines()[0].Value != "–" {
		t.Errorf("it is against %s: %+v", report.Against(), report.Headlines()[0])
	}
}

func TestReportOfNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-01 12:00:00")
	month, err := s.reach.Month("2026-11")
	s.check(err)
	report, err := s.reach.Report(t.Context(), month)
	s.check(err)
	want := []string{"Nobody follows the blog yet.", "We published nothing so far, and no reply of a reader reached a page."}
	if got := report.Sentences(); !slices.Equal(got, want) {
		t.Errorf("it says %q", got)
	}
	if report.Against() != "1 October 2026" {
		t.Errorf("it is against %s", report.Against())
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	m := reach.Map{Own: "inews.council.example"}
	m.Know([]string{"social.example", "mastodon.example:8443"})
	for referer, want := range map[string]reach.Place{
		"": reach.Direct, "android-app://com.example.app/": reach.Direct, "::": reach.Direct, "not an address": reach.Direct,
		"https://inews.council.example/posts/x": reach.Here, "https://www.council.example/": reach.Elsewhere,
		"https://www.google.co.uk/": reach.Search, "https://google.com/": reach.Search, "https://duckduckgo.com/?q=x": reach.Search,
		"https://search.brave.com/": reach.Search, "https://uk.search.yahoo.com/": reach.Search, "https://www.bing.com/": reach.Search,
		"https://google.council.example/": reach.Elsewhere, "https://notgoogle.com/": reach.Elsewhere,
		"https://social.example/@ana/1": reach.Social, "https://SOCIAL.example/": reach.Social, "https://mastodon.example:8443/": reach.Social,
		"https://l.facebook.com/": reach.Social, "https://t.co/x": reach.Social, "https://bsky.app/": reach.Social,
		"https://news.example/": reach.Elsewhere, "https://x.company.example/": reach.Elsewhere,
	} {
		if got := m.Place(referer); got != want {
			t.Errorf("%q is %s, want %s", referer, got, want)
		}
	}
}
