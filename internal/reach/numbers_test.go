package reach_test

import (
	"testing"

	"inews/internal/blog"
	"inews/internal/reach"
)

// A day begins at midnight in London, in summer an hour before that of UTC, and
// the night in which the clocks change belongs to one day.
func TestDaysAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-10-26 12:00:00")
	post := s.post("Bins", "2026-10-01 09:00:00")
	for at, day := range map[string]string{
		"2026-10-24 22:59:59": "24 Oct", "2026-10-24 23:00:00": "25 Oct", // midnight of summer time
		"2026-10-25 00:30:00": "25 Oct", "2026-10-25 01:30:00": "25 Oct", // half past one, twice
		"2026-10-25 23:59:59": "25 Oct", "2026-10-26 00:00:00": "26 Oct", // midnight of winter time
	} {
		s.exec(`TRUNCATE comments, reactions CASCADE`)
		s.comment(post, "approved", at)
		s.reaction(post, "like", at)
		n, err := s.reach.Numbers(t.Context(), s.reach.Lately(4), "")
		s.check(err)
		for _, step := range n.Steps {
			if want := step.Short() == day; (step.Replies == 1) != want || (step.Likes == 1) != want {
				t.Errorf("what came at %s UTC is counted on %s: %v", at, step.Short(), want)
			}
		}
		if n.Sum.Replies != 1 || n.Sum.Likes != 1 || len(n.Steps) != 4 {
			t.Errorf("%s: %+v", at, n)
		}
	}
}

// Only what a reader said, that stands on the page, is a reply; a spam comment,
// one that waits and our own answer are none.
func TestOnlyWhatStandsIsCounted(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-03-10 12:00:00")
	post, other := s.post("Bins", "2026-03-01 09:00:00"), s.post("Benches", "2026-03-02 09:00:00")
	for _, verdict := range []string{"approved", "approved", "held", "spam", "hidden"} {
		s.comment(post, verdict, "2026-03-09 10:00:00")
	}
	s.comment(other, "approved", "2026-03-09 10:00:00")
	s.exec(`INSERT INTO editors (email, name, role) VALUES ('a@b.example', 'A', 'editor')`)
	s.exec(`INSERT INTO comments (uri, post_id, path, origin, verdict, editor_id, received_at)
		SELECT 'ours', $1, 'ours', 'blog', 'approved', id, '2026-03-09 11:00:00+00' FROM editors`, post)
	s.reaction(post, "share", "2026-03-08 10:00:00")
	s.reaction(post, "share", "2026-03-09 10:00:00")
	s.reaction(other, "like", "2026-03-09 10:00:00")
	s.read("2026-03-09", "/posts/post-1", post, "search", 7)
	s.read("2026-03-09", "/posts/post-1", post, "search", 2)
	s.read("2026-03-09", "/", "", "direct", 5)
	all, err := s.reach.Numbers(t.Context(), s.reach.Lately(7), "")
	s.check(err)
	if all.Sum.Replies != 3 || all.Sum.Shares != 2 || all.Sum.Likes != 1 || all.Sum.Views != 14 {
		t.Errorf("the blog has %+v", all.Sum)
	}
	one, err := s.reach.Numbers(t.Context(), s.reach.Lately(7), post)
	s.check(err)
	if one.Sum.Replies != 2 || one.Sum.Shares != 2 || one.Sum.Likes != 0 || one.Sum.Views != 9 {
		t.Errorf("the post has %+v", one.Sum)
	}
	best, err := s.reach.Best(t.Context(), s.reach.Lately(7), 10)
	s.check(err)
	if len(best) != 2 || best[0].ID != post || best[0].Replies != 2 || best[0].Views != 9 || best[1].Likes != 1 {
		t.Errorf("the best are %+v", best)
	}
	from, err := s.reach.Sources(t.Context(), s.reach.Lately(7), "")
	s.check(err)
	if len(from) != 2 || from[0] != (reach.Source{Name: reach.Search.Words(), Views: 9}) || from[1].Views != 5 {
		t.Errorf("readers came from %+v", from)
	}
}

// Followers are written down each day: who leaves is in the days before all the
// same, and what was not written down is reckoned once.
func TestTally(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 22:00:00") // eleven in the evening in London
	post := s.post("Bins", "2026-06-07 09:00:00")
	leaves := s.follower("2026-06-08 22:59:00")
	s.follower("2026-06-08 23:30:00") // the 9th in London
	s.delivery(post, "a.example", "delivered", "2026-06-09 10:00:00")
	s.delivery(post, "b.example", "failed", "2026-06-09 10:00:00")
	s.delivery(post, "a.example", "delivered", "2026-06-10 10:00:00")
	for range 3 { // as often as one likes
		s.check(s.reach.Tally(t.Context()))
	}
	if n := s.count(`SELECT count(*) FROM daily_counts`); n != 4 {
		t.Errorf("%d days are counted, want those from the 7th to the 10th", n)
	}
	s.has(map[string]int{"7 Jun": 0, "8 Jun": 1, "9 Jun": 2, "10 Jun": 2}, s.reach.Lately(5))
	s.exec(`DELETE FROM followers WHERE person_uri = $1`, leaves)
	s.delivery(post, "c.example", "delivered", "2026-06-10 22:59:00") // after the last tally of the day
	s.set("2026-06-10 23:30:00")                                      // the 11th in London
	s.follower("2026-06-10 23:10:00")
	s.follower("2026-06-10 23:11:00")
	s.check(s.reach.Tally(t.Context()))
	s.has(map[string]int{"9 Jun": 2, "10 Jun": 2, "11 Jun": 3}, s.reach.Lately(3))
	n, err := s.reach.Numbers(t.Context(), s.reach.Lately(3), "")
	s.check(err)
	if n.Steps[0].Delivered != 1 || n.Steps[0].Failed != 1 || n.Steps[1].Delivered != 2 || n.Sum.Percent() != "75%" || n.Change() != 2 {
		t.Errorf("the numbers are %+v", n)
	}
	s.set("2026-06-14 12:00:00") // no server ran for two days
	s.check(s.reach.Tally(t.Context()))
	if n := s.count(`SELECT count(*) FROM daily_counts WHERE reckoned AND day IN ('2026-06-12', '2026-06-13')`); n != 2 {
		t.Errorf("%d days are reckoned, want the two on which nobody counted", n)
	}
	if n := s.count(`SELECT followers FROM daily_counts WHERE day = '2026-06-10'`); n != 2 {
		t.Errorf("a day that is over has %d followers, want those of its evening", n)
	}
}

func (s *stage) has(want map[string]int, span reach.Span) {
	s.Helper()
	n, err := s.reach.Numbers(s.Context(), span, "")
	s.check(err)
	for _, step := range n.Steps {
		if followers, ok := want[step.Short()]; ok && step.Followers != followers {
			s.Errorf("on %s there are %d followers, want %d", step.Short(), step.Followers, followers)
		}
	}
}

// An empty blog is tallied too, and before a tally the numbers are those that
// there are.
func TestTallyOfNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 22:00:00")
	n, err := s.reach.Numbers(t.Context(), s.reach.LastYear(), "")
	s.check(err)
	if len(n.Steps) != 12 || n.Sum.Success() != -1 || n.Steps[11].Long() != "June 2026" || n.Steps[0].Long() != "July 2025" {
		t.Errorf("a year of nothing is %+v", n)
	}
	s.check(s.reach.Tally(t.Context()))
	if n := s.count(`SELECT count(*) FROM daily_counts`); n != 1 {
		t.Errorf("%d days are counted, want today", n)
	}
	s.follower("2026-06-10 21:59:00")
	n, err = s.reach.Numbers(t.Context(), s.reach.Lately(30), "")
	s.check(err)
	if n.Sum.Followers != 1 || n.Change() != 1 || len(n.Steps) != 30 {
		t.Errorf("after one came: %+v", n.Sum)
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-27 12:00:00")
	for _, wrong := range []string{"", "2026", "2026-13", "2026-12", "1999-01", "2026-1", "2026-10-01", "../x", "nothing"} {
		if _, err := s.reach.Month(wrong); blog.KindOf(err) != blog.NotFound {
			t.Errorf("%q is a month: %v", wrong, err)
		}
	}
	month, err := s.reach.Month("2026-10")
	s.check(err)
	if month.SoFar || month.Days() != 31 || month.Before().Days() != 30 || month.Name() != "October 2026" { // an hour longer than 31 days
		t.Errorf("October is %+v", month)
	}
	month, err = s.reach.Month("2026-11")
	s.check(err)
	if !month.SoFar || month.Days() != 27 || month.Before().Days() != 27 || month.Before().Code() != "2026-10" {
		t.Errorf("November is %+v, and the month before %+v", month, month.Before())
	}
	s.set("2026-03-31 12:00:00")
	month, err = s.reach.Month("2026-03")
	s.check(err)
	if !month.SoFar || month.Before().Days() != 28 {
		t.Errorf("March, on its last day, is %+v against %+v", month, month.Before())
	}
}
