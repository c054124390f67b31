package comments

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

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

// signsOfForm looks at how the form was filled in.
func (c *Comments) signsOfForm(s Submission) []string {
	var signs []string
	if s.Trap != "" {
		signs = append(signs, "filled in the field that people do not see")
	}
	switch took := c.now().Sub(s.Opened); {
	case s.Opened.IsZero():
		signs = append(signs, "does not say when the page was opened")
	case took < quickest:
		signs = append(signs, fmt.Sprintf("sent %.1f seconds after the page was opened", max(0, took.Seconds())))
	}
	return signs
}

// signsOfText looks at what is said.
func (c *Comments) signsOfText(text, html string) []string {
	var signs []string
	links := 0
	for _, anchor := range anchors.FindAllString(html, -1) {
		if !namesPerson.MatchString(anchor) {
			links++
		}
	}
	if links >= manyLinks {
		signs = append(signs, fmt.Sprintf("holds %d links", links))
	}
	if n := len(atPerson.FindAllString(text, -1)); n >= manyMentions {
		signs = append(signs, fmt.Sprintf("names %d people", n))
	}
	if word := spamWords.FindString(text); word != "" {
		signs = append(signs, fmt.Sprintf("says %q", strings.ToLower(word)))
	}
	lower := strings.ToLower(text)
	for _, word := range c.Words {
		if word != "" && strings.Contains(lower, strings.ToLower(word)) {
			signs = append(signs, fmt.Sprintf("says %q", word))
		}
	}
	return signs
}

// repeats looks for the same text in other comments.
func (c *Comments) repeats(ctx context.Context, tx *postgres.Tx, text string) ([]string, error) {
	if len([]rune(text)) < shortestText {
		return nil, nil
	}
	n, err := tx.CountSameText(ctx, text, c.now().Add(-repeatWindow))
	if err != nil || n == 0 {
		return nil, err
	}
	return []string{fmt.Sprintf("says the same as %d other comments", n)}, nil
}
