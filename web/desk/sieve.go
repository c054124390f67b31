package desk

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// sieve is which part of the queue somebody looks at, as they chose it, and what
// there is to choose. What is not known is passed over.
type sieve struct {
	Source, Post, Age, Host     string
	Sources, Posts, Ages, Hosts []choice
}

// fromMentions is the source that is a queue of its own.
const fromMentions = "mentions"

// manyPortions is how many posts and servers there are to choose from: those with
// most in the queue.
const manyPortions = 50

// ages are when something came, before now.
var ages = []struct {
	choice
	newer, older time.Duration
}{
	{choice{"day", "In the last 24 hours"}, 24 * time.Hour, 0},
	{choice{"week", "In the last 7 days"}, 7 * 24 * time.Hour, 0},
	{choice{"late", "More than a day ago"}, 0, 24 * time.Hour},
	{choice{"old", "More than a week ago"}, 0, 7 * 24 * time.Hour},
}

// sieveIn reads a sieve from an address or a form.
func sieveIn(value func(string) string) sieve {
	s := sieve{Post: value("post"), Host: hostTyped(value("host"))}
	switch source := value("source"); blog.Origin(source) {
	case blog.FromWeb, blog.FromFediverse, blog.FromBlog:
		s.Source = source
	}
	if !isID(s.Post) {
		s.Post = ""
	}
	for _, age := range ages {
		if age.Value == value("age") {
			s.Age = age.Value
		}
	}
	return s
}

// Some tells whether it keeps anything back.
func (s sieve) Some() bool { return s.Source != "" || s.Post != "" || s.Age != "" || s.Host != "" }

// Kept is how the forms of the queue carry it.
func (s sieve) Kept() string { return s.values().Encode() }

func (s sieve) values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"source": s.Source, "post": s.Post, "age": s.Age, "host": s.Host} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// sieveKept is the sieve that a form of the queue carried.
func sieveKept(v *visit) sieve {
	kept, _ := url.ParseQuery(v.form.Get("sieve")) // of what is no query, what is one
	return sieveIn(kept.Get)
}

// of is what the database is asked for.
func (s sieve) of(mentions bool, now time.Time) postgres.Sieve {
	asked := postgres.Sieve{Mentions: mentions, Origin: blog.Origin(s.Source), PostID: s.Post, Host: s.Host}
	for _, age := range ages {
		switch {
		case age.Value != s.Age:
		case age.newer > 0:
			asked.Since = now.Add(-age.newer)
		default:
			asked.Until = now.Add(-age.older)
		}
	}
	return asked
}

// offer fills in what there is to choose, and how much of each. What was chosen
// stays when nothing of it is left.
func (d *Desk) offer(v *visit, page *commentsPage) error {
	portions, err := d.DB.PortionsOfQueue(v.ctx(), page.Verdict, page.Mentions, manyPortions)
	if err != nil {
		return err
	}
	s := &page.Sieve
	sources := map[string]int{}
	for _, p := range portions {
		switch p.By {
		case "origin":
			sources[p.What] = p.N
		case "post":
			s.Posts = append(s.Posts, choice{p.What, fmt.Sprintf("%s (%d)", p.Title, p.N)})
		case "host":
			s.Hosts = append(s.Hosts, choice{p.What, fmt.Sprintf("%s (%d)", p.What, p.N)})
		}
	}
	for _, source := range []choice{{"web", "The form on our site"}, {"fediverse", "Fediverse"}, {"blog", "Our own replies"}} {
		if n := sources[source.Value]; !page.Mentions && (n > 0 || source.Value != "blog") {
			s.Sources = append(s.Sources, choice{source.Value, fmt.Sprintf("%s (%d)", source.Label, n)})
		}
	}
	for _, age := range ages {
		s.Ages = append(s.Ages, age.choice)
	}
	if s.Host != "" && !slices.ContainsFunc(s.Hosts, func(c choice) bool { return c.Value == s.Host }) {
		s.Hosts = append(s.Hosts, choice{s.Host, s.Host + " (0)"})
	}
	if s.Post != "" && !slices.ContainsFunc(s.Posts, func(c choice) bool { return c.Value == s.Post }) {
		post, err := d.DB.PostByID(v.ctx(), s.Post)
		if err != nil && blog.KindOf(err) != blog.NotFound {
			return err
		}
		if post.State.Unpublished() { // who moderates need not know of drafts
			post.Title = ""
		}
		s.Posts = append(s.Posts, choice{s.Post, cmp.Or(post.Title, "A post that is gone") + " (0)"})
	}
	return nil
}
