package fediverse

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Rehearsal is what a move would do, as far as it can be known beforehand. The
// move is refused while a finding is Trouble.
type Rehearsal struct {
	Target   blog.Person // nobody, when none was found
	Findings []blog.Finding

	Followers, Servers int      // that would be told
	Failing, Dormant   []string // of these servers, those that do not answer now, or for a week
	Last               time.Time

	actor fed.Actor
}

// Rehearse looks at everything that a move depends on, asks the server of the
// new actor, and says what would happen. It sends and changes nothing. With
// force, a move less than a week ago is not in the way. An error is trouble of
// our own; what stands in the way is among the findings.
func (b *Bridge) Rehearse(ctx context.Context, handle string, force bool) (Rehearsal, error) {
	var r Rehearsal
	for _, look := range []func() error{
		func() error { return b.rehearseTarget(ctx, &r, handle) },
		func() error { return b.rehearseAudience(ctx, &r) },
		func() error { return b.rehearseAgain(ctx, &r, force) },
	} {
		if err := look(); err != nil {
			return r, err
		}
	}
	r.Findings = append(r.Findings,
		fine("posts", "They do not move: posts, events, comments and pictures stay at %s. Keep this server running for as long as they shall be read.", b.Base),
		fine("afterwards", "Nobody can follow the blog here any more: whoever asks is refused. The home page, the page \"Follow\" and the blog's actor say where it is now. Publishing goes on as before, for the followers who stay and on the web; whoever has moved along no longer gets it."),
		fine("undo", "\"inews move --undo\" takes the new address away again. Followers who have left do not come back by it."),
	)
	return r, nil
}

// rehearseTarget looks at the new actor: everything that Mastodon looks at, and
// what staff have decided.
func (b *Bridge) rehearseTarget(ctx context.Context, r *Rehearsal, handle string) error {
	actor, err := b.look(ctx, strings.TrimSpace(handle))
	switch {
	case errors.Is(err, fed.ErrForbidden):
		r.find(blog.Trouble, "target", "Unblock its server first, and let it among those that may interact.", "The server of %s is blocked here, or refuses us.", handle)
		return nil
	case err != nil && ctx.Err() != nil:
		return err
	case err != nil:
		r.find(blog.Trouble, "target", "", "%s: %s", handle, blog.Message(err))
		return nil
	}
	r.actor, r.Target = actor, b.describe(ctx, actor)
	known, err := b.DB.PersonByURI(ctx, r.Target.URI)
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	severity, err := b.DB.SeverityOf(ctx, r.Target.Host)
	if err != nil {
		return err
	}
	who := r.Target.Called()
	r.find(blog.Fine, "target", "", "%s exists: \"%s\", %s.", who, r.Target.Name, r.Target.URI)
	if severity.Refuses() || !known.BlockedAt.IsZero() {
		r.find(blog.Trouble, "block", "Take the block back on the desk first.", "Staff have blocked %s here.", who)
	}
	if actor.Suspended {
		r.find(blog.Trouble, "target", "Choose another.", "%s is suspended by its own server.", who)
	}
	if actor.MovedTo != "" {
		r.find(blog.Trouble, "target", "Move to where it is now.", "%s has itself moved, to %s: nobody can follow it.", who, actor.MovedTo)
	}
	if names(actor.AlsoKnownAs, b.Blog()) {
		r.find(blog.Fine, "alias", "", "%s names %s as itself.", who, b.Blog())
	} else {
		r.find(blog.Trouble, "alias", fmt.Sprintf("There, add @%s as an alias (Mastodon: Preferences, Account, \"Moving from a different account\"; iNews: inews aliases add @%[1]s).", b.WebFinger()),
			"%s does not name %s as itself: no server would follow.", who, b.Blog())
	}
	return nil
}

// rehearseAudience counts who would be told, and looks at the servers that
// would not hear it.
func (b *Bridge) rehearseAudience(ctx context.Context, r *Rehearsal) error {
	rows, err := b.DB.FollowersByServer(ctx)
	if err != nil {
		return err
	}
	untold, there := 0, map[string]postgres.FollowersAt{}
	for _, row := range rows {
		untold += row.Untold
		if row.Told == 0 {
			continue
		}
		there[row.Host] = row
		r.Followers += row.Told
		r.Servers++
		switch open := (delivery.Breaker{Down: row.Down, Until: b.Now()}); {
		case row.Failing && open.Dormant(b.Now()):
			r.Dormant = append(r.Dormant, row.Host)
		case row.Failing:
			r.Failing = append(r.Failing, row.Host)
		}
	}
	if r.Followers == 0 {
		r.find(blog.Fine, "followers", "", "Nobody follows the blog who could be told.")
	} else {
		r.find(blog.Fine, "followers", "", "%s on %s would be told.", count(r.Followers, "follower"), count(r.Servers, "server"))
	}
	if untold > 0 {
		r.find(blog.Worry, "followers", "Nothing: nothing reaches them today, either.", "%s cannot be told: the inbox is gone, or staff have blocked them.", count(untold, "follower"))
	}
	if len(r.Failing) > 0 {
		r.find(blog.Worry, "servers", "Wait until they answer, or move now: it is tried for a week.", "Do not answer at the moment: %s.", listed(r.Failing, there, b.Now()))
	}
	if len(r.Dormant) > 0 {
		r.find(blog.Worry, "servers", "Move; and move once more to the same place when they are back, a week later or more.",
			"Have not answered for a week and will probably not hear of it: %s.", listed(r.Dormant, there, b.Now()))
	}
	return nil
}

// rehearseAgain looks at earlier moves.
func (b *Bridge) rehearseAgain(ctx context.Context, r *Rehearsal, force bool) error {
	last, err := b.DB.LastMove(ctx)
	if err != nil {
		return err
	}
	standing, err := b.DB.StandingMove(ctx)
	if err != nil {
		return err
	}
	if last != nil {
		r.Last = last.At
	}
	switch {
	case last == nil:
		r.find(blog.Fine, "last move", "", "The blog has never moved.")
	case rests(last, b.Now()) && force:
		r.find(blog.Worry, "last move", "Wait if you can.", "%s With --force it goes out all the same; followers on servers that ignore it stay here for good.", tooSoon(last))
	case rests(last, b.Now()):
		r.find(blog.Trouble, "last move", "Wait. Only when this server will not last until then: --force.", "%s", tooSoon(last))
	default:
		r.find(blog.Fine, "last move", "", "It was on %s, more than a week ago.", onDay(last.At))
	}
	if standing != nil && standing.Target.URI != r.Target.URI {
		r.find(blog.Worry, "last move", "Nothing, if that is what you want.", "The blog has moved to %s; this would take its place.", standing.Target.Called())
	}
	return nil
}

// find adds a finding.
func (r *Rehearsal) find(weight blog.Weight, about, do, says string, args ...any) {
	r.Findings = append(r.Findings, blog.Finding{About: about, Weight: weight, Says: fmt.Sprintf(says, args...), Do: do})
}

// listed names servers, with how many follow from there, and since when they do
// not answer.
func listed(hosts []string, there map[string]postgres.FollowersAt, now time.Time) string {
	const named = 20
	var words []string
	for _, host := range hosts[:min(len(hosts), named)] {
		row := there[host]
		word := fmt.Sprintf("%s (%s", host, count(row.Told, "follower"))
		if !row.Down.IsZero() {
			word += ", silent for " + ago(now.Sub(row.Down))
		}
		words = append(words, word+")")
	}
	if more := len(hosts) - named; more > 0 {
		words = append(words, fmt.Sprintf("%d more", more))
	}
	return strings.Join(words, ", ")
}

// ago is a span of time in words: days, or hours within the first two.
func ago(d time.Duration) string {
	if hours := int(d.Hours()); hours < 48 {
		return count(hours, "hour")
	}
	return count(int(d.Hours()/24), "day")
}

func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
