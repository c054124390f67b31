package comments

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What else makes a comment look like spam, beside its form and its text
// (blog.SignsOfForm, blog.SignsOfText).
const (
	repeatWindow = 30 * 24 * time.Hour // how long a text is remembered
	shortestText = 20                  // characters: "Thank you!" is said by many
)

// Points of the signs, of a hundred.
const (
	forWord     = 40
	forWatched  = 30
	forRepeat   = 30
	forNewcomer = 10
	forSpammer  = 30
	forServer   = 20
)

// mostSigns bounds what repetitions and earlier spam add each.
const mostSigns = 60

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
