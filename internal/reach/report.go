package reach

import (
	"context"
	"fmt"
	"strconv"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Report is what a month brought, to be handed on as it is.
type Report struct {
	Month  Span
	This   Totals
	Before Totals
	Best   []postgres.PostReach
	From   []Source
}

// Totals are the numbers of a month.
type Totals struct {
	Numbers
	postgres.ReachSums
}

// bestPosts is how many posts a report names.
const bestPosts = 10

// Report puts the report on a month together.
func (r *Reach) Report(ctx context.Context, month Span) (Report, error) {
	report := Report{Month: month}
	for _, part := range []struct {
		into *Totals
		span Span
	}{{&report.This, month}, {&report.Before, month.Before()}} {
		var err error
		if part.into.Numbers, err = r.Numbers(ctx, part.span, ""); err != nil {
			return report, err
		}
		if part.into.ReachSums, err = r.DB.SumReach(ctx, part.span.From, part.span.Until); err != nil {
			return report, err
		}
	}
	var err error
	if report.Best, err = r.Best(ctx, month, bestPosts); err != nil {
		return report, err
	}
	report.From, err = r.Sources(ctx, month, "")
	return report, err
}

// Headline is a number at the top of a report.
type Headline struct {
	Name, Value string
	Change      string // against the month before: "+12", "−3", "the same"
	Good        int    // 1 when the change is for the better, -1 for the worse
}

// Headlines are the numbers of the month, what matters most first.
func (r Report) Headlines() []Headline {
	this, before := r.This, r.Before
	useful := Headline{Name: "Useful replies for each post", Value: perPost(this.Sum.Replies, this.Posts)}
	if before.Posts > 0 {
		useful.Change = "was " + perPost(before.Sum.Replies, before.Posts)
	}
	list := []Headline{
		useful,
		headline("Replies on the page", this.Sum.Replies, before.Sum.Replies),
		{Name: "Followers", Value: blog.Number(this.Sum.Followers), Change: Signed(this.Change()), Good: sign(this.Change())},
		headline("Page views", this.Sum.Views, before.Sum.Views),
		headline("Shares", this.Sum.Shares, before.Sum.Shares),
		headline("Likes", this.Sum.Likes, before.Sum.Likes),
		headline("Posts and events published", this.Posts, before.Posts),
		headline("Servers reached", this.Servers, before.Servers),
	}
	if this.Sum.Success() >= 0 {
		success := Headline{Name: "Deliveries that arrived", Value: this.Sum.Percent()}
		if before.Sum.Success() >= 0 {
			success.Change, success.Good = "was "+before.Sum.Percent(), sign(this.Sum.Success()-before.Sum.Success())
		}
		list = append(list, success)
	}
	spam := headline("Spam stopped", this.Spam, before.Spam)
	spam.Good = 0 // more of it is neither
	return append(list, spam)
}

func headline(name string, this, before int) Headline {
	return Headline{Name: name, Value: blog.Number(this), Change: Signed(this - before), Good: sign(this - before)}
}

// perPost writes a rate to a tenth, "–" when there is nothing to divide by.
func perPost(replies, posts int) string {
	if posts == 0 {
		return "–"
	}
	tenths := (replies*20 + posts) / (2 * posts)
	if tenths%10 == 0 {
		return blog.Number(tenths / 10)
	}
	return blog.Number(tenths/10) + "." + strconv.Itoa(tenths%10)
}

// Against says with what the month is compared.
func (r Report) Against() string {
	before := r.Before.Span
	if r.Month.SoFar && r.Before.Span.Until.Before(r.Month.From) {
		if before.Days() == 1 {
			return before.From.Format("2 January 2006")
		}
		return fmt.Sprintf("1 to %s", before.Last().Format("2 January 2006"))
	}
	return before.Name()
}

// Sentences say the month in plain words.
func (r Report) Sentences() []string {
	this := r.This
	list := []string{r.followers(), r.replies()}
	if this.Sum.Views > 0 || r.Before.Sum.Views > 0 {
		list = append(list, fmt.Sprintf("Readers opened our pages %s%s.", times(this.Sum.Views), r.compared(this.Sum.Views, r.Before.Sum.Views)))
	}
	if moved := this.Sum.Shares + this.Sum.Likes; moved > 0 {
		list = append(list, fmt.Sprintf("Our posts were shared %s and liked %s.", times(this.Sum.Shares), times(this.Sum.Likes)))
	}
	if len(r.Best) > 0 {
		list = append(list, best(r.Best[0]))
	}
	if ended := this.Sum.Delivered + this.Sum.Failed; ended > 0 {
		list = append(list, fmt.Sprintf("%s took in what we sent; %s of %s arrived.", servers(this.Servers),
			this.Sum.Percent(), blog.CountOf(ended, "delivery", "deliveries")))
	}
	if this.Partners > 0 {
		list = append(list, fmt.Sprintf("We began to follow %s.", blog.CountOf(this.Partners, "partner", "partners")))
	}
	if this.Spam > 0 {
		list = append(list, fmt.Sprintf("%s stopped before anybody saw %s.", was(this.Spam, "spam comment", "spam comments"), it(this.Spam)))
	}
	return list
}

// best says of the first post why it is the first.
func best(p postgres.PostReach) string {
	if p.Replies+p.Shares+p.Likes == 0 {
		return fmt.Sprintf("“%s” was read most: %s.", p.Title, times(p.Views))
	}
	return fmt.Sprintf("“%s” moved people most: %s, %s and %s.", p.Title, none(p.Replies, "reply", "replies"),
		none(p.Shares, "share", "shares"), none(p.Likes, "like", "likes"))
}

func (r Report) followers() string {
	now, change := blog.Number(r.This.Sum.Followers), r.This.Change()
	switch {
	case r.This.Sum.Followers == 0 && change == 0:
		return "Nobody follows the blog yet."
	case change > 0:
		return fmt.Sprintf("Followers grew by %s to %s.", blog.Number(change), now)
	case change < 0:
		return fmt.Sprintf("Followers fell by %s to %s.", blog.Number(-change), now)
	}
	return fmt.Sprintf("Followers stayed at %s.", now)
}

func (r Report) replies() string {
	said, posts := r.This.Sum.Replies, r.This.Posts
	sofar := ""
	if r.Month.SoFar {
		sofar = " so far"
	}
	out := fmt.Sprintf("We published %s%s", blog.CountOf(posts, "post or event", "posts and events"), sofar)
	if posts == 0 {
		out = "We published nothing" + sofar
	}
	if said == 0 {
		return out + ", and no reply of a reader reached a page."
	}
	reached := fmt.Sprintf(", and %s from readers reached a page", blog.CountOf(said, "reply", "replies"))
	if posts == 0 {
		return out + reached + "."
	}
	return out + reached + fmt.Sprintf(": %s for each.", perPost(said, posts))
}

func (r Report) compared(this, before int) string {
	switch {
	case before == 0:
		return ""
	case this > before:
		return fmt.Sprintf(", %s more than in %s", blog.Number(this-before), r.against())
	case this < before:
		return fmt.Sprintf(", %s fewer than in %s", blog.Number(before-this), r.against())
	}
	return ", as many as in " + r.against()
}

func (r Report) against() string {
	if r.Month.SoFar && r.Before.Span.Until.Before(r.Month.From) {
		return "the same days of " + r.Before.Span.From.Format("January")
	}
	return r.Before.Span.From.Format("January")
}
