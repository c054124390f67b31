package reach

import (
	"context"
	"fmt"
	"time"

	"inews/internal/postgres"
)

// Numbers are what happened in a span, step by step and together.
type Numbers struct {
	Span     Span
	Steps    []Step
	Sum      Step
	Before   int  // followers when the span began
	Known    bool // that is: they were counted then, and not reckoned
	Reckoned bool // some followers were reckoned afterwards
}

// Step is a day, or a month. Followers are those at its end.
type Step struct {
	From                                     time.Time
	Followers, Replies, Likes, Shares, Views int
	Delivered, Failed                        int
	monthly                                  bool
}

// Short names the step under an axis.
func (s Step) Short() string {
	if s.monthly {
		return s.From.Format("Jan 06")
	}
	return s.From.Format("2 Jan")
}

// Long names the step in a table.
func (s Step) Long() string {
	if s.monthly {
		return s.From.Format("January 2006")
	}
	return s.From.Format("2 January 2006")
}

// Change is by how much followers grew in the span.
func (n Numbers) Change() int { return n.Sum.Followers - n.Before }

// Success is how many of a thousand deliveries that ended were taken in, -1 when
// none ended.
func (s Step) Success() int {
	ended := s.Delivered + s.Failed
	if ended == 0 {
		return -1
	}
	return int(int64(s.Delivered) * 1000 / int64(ended)) // rounded down: 100 % is said of nothing less
}

// Percent writes it.
func (s Step) Percent() string {
	permille := s.Success()
	switch {
	case permille < 0:
		return ""
	case permille%10 == 0:
		return fmt.Sprintf("%d%%", permille/10)
	}
	return fmt.Sprintf("%d.%d%%", permille/10, permille%10)
}

// Numbers counts what happened in the span: to the blog, or to one post.
func (r *Reach) Numbers(ctx context.Context, s Span, postID string) (Numbers, error) {
	n := Numbers{Span: s}
	// The day before tells with how many followers the span began.
	days, err := r.DB.ReachDays(ctx, date(s.From.AddDate(0, 0, -1)), date(s.Until), r.Zone.String(), postID)
	if err != nil {
		return n, err
	}
	if postID == "" {
		if err := r.follow(ctx, days); err != nil {
			return n, err
		}
	}
	n.Before, n.Known = days[0].Followers, days[0].Counted && !days[0].Reckoned
	n.Sum.Followers = n.Before
	for _, d := range days[1:] {
		n.Reckoned = n.Reckoned || d.Reckoned
		last := len(n.Steps) - 1
		if last < 0 || !s.Monthly || n.Steps[last].From.Month() != d.Day.Month() {
			n.Steps = append(n.Steps, Step{From: d.Day, monthly: s.Monthly})
			last++
		}
		n.Steps[last].add(d)
		n.Sum.add(d)
	}
	return n, nil
}

// follow fills in followers of days on which nobody has counted yet: today's are
// those that there are, any other's those of the day before.
func (r *Reach) follow(ctx context.Context, days []postgres.ReachDay) error {
	today := date(r.today())
	for i := range days {
		switch {
		case date(days[i].Day) == today: // the tally may be some minutes old
			now, err := r.DB.CountFollowers(ctx)
			if err != nil {
				return err
			}
			days[i].Followers = now
		case !days[i].Counted && i > 0:
			days[i].Followers = days[i-1].Followers
		}
	}
	return nil
}

func (s *Step) add(d postgres.ReachDay) {
	s.Followers = d.Followers
	s.Replies += d.Replies
	s.Likes += d.Likes
	s.Shares += d.Shares
	s.Views += d.Views
	s.Delivered += d.Delivered
	s.Failed += d.Failed
}

// Newest returns the newest posts with all that ever happened to them.
func (r *Reach) Newest(ctx context.Context, limit int) ([]postgres.PostReach, error) {
	return r.DB.ReachOfNewest(ctx, "2000-01-01", date(r.today().AddDate(0, 0, 1)), r.Zone.String(), "", limit)
}

// Post returns what happened to one published post.
func (r *Reach) Post(ctx context.Context, id string) (postgres.PostReach, error) {
	posts, err := r.DB.ReachOfNewest(ctx, "2000-01-01", date(r.today().AddDate(0, 0, 1)), r.Zone.String(), id, 1)
	if err != nil || len(posts) == 0 {
		return postgres.PostReach{}, err
	}
	return posts[0], nil
}

// Best returns the posts that moved most in the span.
func (r *Reach) Best(ctx context.Context, s Span, limit int) ([]postgres.PostReach, error) {
	return r.DB.ReachOfBest(ctx, date(s.From), date(s.Until), r.Zone.String(), limit)
}

// Sources returns from where the readers of the span came: of the blog, or of
// one post.
func (r *Reach) Sources(ctx context.Context, s Span, postID string) ([]Source, error) {
	counts, err := r.DB.ReadersFrom(ctx, date(s.From), date(s.Until), postID)
	sources := make([]Source, len(counts))
	for i, c := range counts {
		sources[i] = Source{Name: Place(c.Source).Words(), Views: c.Views}
	}
	return sources, err
}

// Source is how many readers came from a sort of place.
type Source struct {
	Name  string
	Views int
}
