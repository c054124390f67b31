package comments

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What makes a comment look like spam. A sign is told to staff in words, and
// none of them decides anything but that a person must look.
const (
	quickest     = 3 * time.Second     // nobody reads, thinks and types faster
	manyLinks    = 3                   // an honest source or two is fine
	manyMentions = 5                   // the spam waves of 2024 named ten strangers each
	repeatWindow = 30 * 24 * time.Hour // how long a text is remembered
	shortestText = 20                  // characters: "Thank you!" is said by many
)

// spamWords are the wares of comment spam; a council's blog has no use for them.
var spamWords = regexp.MustCompile(`(?i)\b(?:viagra|cialis|casino|slot gacor|sportsbook|payday loans?|escorts?|porn|` +
	`backlinks?|seo services?|guest post(?:ing)? service|crypto (?:giveaway|investment|recovery)|forex signals?|` +
	`replica watches|essay writing service|buy followers|whatsapp \+?\d)`)

// anchors finds links in sanitised HTML, where no attribute holds a bare ">".
var (
	anchors     = regexp.MustCompile(`<a [^>]*>`)
	namesPerson = regexp.MustCompile(`class="[^"]*\b(?:mention|hashtag)\b`)
	atPerson    = regexp.MustCompile(`(?:^|\s)@[\p{L}\p{N}_]`)
)

// Points of the signs, of a hundred. What alone makes a comment wait for staff
// weighs most; the rest is what a person would look at, too.
const (
	forTrap      = 60
	forNoTime    = 20
	forHaste     = 40
	forSpeed     = 10 // for a person, but a fast one
	forManyLinks = 25
	forLink      = 5
	forNames     = 40
	forSpamWord  = 50
	forWord      = 40
	forWatched   = 30
	forRepeat    = 30
	forNewcomer  = 10
	forSpammer   = 30
	forServer    = 20
)

// fast is how quickly a short comment can be written by who has read the post
// before.
const fast = 15 * time.Second

// mostSigns bounds what links and repetitions add each.
const mostSigns = 60

// signsOfForm looks at how the form was filled in.
func (c *Comments) signsOfForm(s Submission) blog.Signs {
	var signs blog.Signs
	if s.Trap != "" {
		signs = append(signs, blog.Sign{Words: "filled in the field that people do not see", Points: forTrap, Spam: true})
	}
	switch took := c.now().Sub(s.Opened); {
	case s.Opened.IsZero():
		signs = append(signs, blog.Sign{Words: "does not say when the page was opened", Points: forNoTime, Spam: true})
	case took < quickest:
		words := fmt.Sprintf("sent %.1f seconds after the page was opened", max(0, took.Seconds()))
		signs = append(signs, blog.Sign{Words: words, Points: forHaste, Spam: true})
	case took < fast:
		signs = append(signs, blog.Sign{Words: fmt.Sprintf("written in %.0f seconds", took.Seconds()), Points: forSpeed})
	}
	return signs
}

// signsOfText looks at what is said.
func (c *Comments) signsOfText(text, html string) blog.Signs {
	var signs blog.Signs
	links := 0
	for _, anchor := range anchors.FindAllString(html, -1) {
		if !namesPerson.MatchString(anchor) {
			links++
		}
	}
	switch {
	case links >= manyLinks:
		points := min(forManyLinks+forLink*links, mostSigns)
		signs = append(signs, blog.Sign{Words: fmt.Sprintf("holds %d links", links), Points: points, Spam: true})
	case links == 1:
		signs = append(signs, blog.Sign{Words: "holds a link", Points: forLink})
	case links > 1:
		signs = append(signs, blog.Sign{Words: fmt.Sprintf("holds %d links", links), Points: forLink * links})
	}
	if n := len(atPerson.FindAllString(text, -1)); n >= manyMentions {
		signs = append(signs, blog.Sign{Words: fmt.Sprintf("names %d people", n), Points: forNames, Spam: true})
	}
	if word := spamWords.FindString(text); word != "" {
		signs = append(signs, blog.Sign{Words: fmt.Sprintf("says %q", strings.ToLower(word)), Points: forSpamWord, Spam: true})
	}
	lower := strings.ToLower(text)
	for _, word := range c.Words {
		if word != "" && strings.Contains(lower, strings.ToLower(word)) {
			signs = append(signs, blog.Sign{Words: fmt.Sprintf("says %q", word), Points: forWord, Spam: true})
		}
	}
	return signs
}

// repeats looks for the same text in other comments.
func (c *Comments) repeats(ctx context.Context, tx *postgres.Tx, text string) (blog.Signs, error) {
	if len([]rune(text)) < shortestText {
		return nil, nil
	}
	n, err := tx.CountSameText(ctx, text, c.now().Add(-repeatWindow))
	if err != nil || n == 0 {
		return nil, err
	}
	sign := blog.Sign{Words: fmt.Sprintf("says the same as %d other comments", n), Points: min(forRepeat+n, mostSigns), Spam: true}
	if n == 1 {
		sign.Words = "says the same as 1 other comment"
	}
	return blog.Signs{sign}, nil
}

// signsOfPerson looks at who says it: a stranger, somebody whose comments were
// spam before, a server about which staff decided something.
func signsOfPerson(ctx context.Context, tx *postgres.Tx, person blog.Person) (blog.Signs, error) {
	if person.URI == "" {
		return nil, nil
	}
	var signs blog.Signs
	pasts, err := tx.PastsOf(ctx, []string{person.URI})
	if err != nil {
		return nil, err
	}
	past := pasts[person.URI]
	if past.Approved == 0 && !person.Trusted() {
		signs = append(signs, blog.Sign{Words: "none of theirs was approved before", Points: forNewcomer})
	}
	if past.Spam > 0 {
		words := fmt.Sprintf("%d comments of theirs were spam", past.Spam)
		if past.Spam == 1 {
			words = "a comment of theirs was spam"
		}
		signs = append(signs, blog.Sign{Words: words, Points: min(forSpammer*past.Spam, mostSigns)})
	}
	severity, err := tx.SeverityOf(ctx, person.Host)
	if words := map[blog.Severity]string{
		blog.Silence: "their server is silenced", blog.Hold: "their server is on hold",
	}[severity]; words != "" {
		signs = append(signs, blog.Sign{Words: words, Points: forServer})
	}
	return signs, err
}
