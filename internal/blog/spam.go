package blog

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// What makes something that a reader sent look like spam. A sign is told to
// staff in words, and none of them decides anything but that a person must look.
const (
	quickest     = 3 * time.Second // nobody reads, thinks and types faster
	manyLinks    = 3               // an honest source or two is fine
	manyMentions = 5               // the spam waves of 2024 named ten strangers each
)

// fast is how quickly a short text can be written by who has read the page
// before.
const fast = 15 * time.Second

// Points of the signs, of a hundred. What alone makes something wait for staff
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
	mostForLinks = 60
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

// SignsOfForm looks at how a form was filled in: what stands in the field that
// people do not see, and how long after the page was opened it came.
func SignsOfForm(trap string, opened, now time.Time) Signs {
	var signs Signs
	if trap != "" {
		signs = append(signs, Sign{Words: "filled in the field that people do not see", Points: forTrap, Spam: true})
	}
	switch took := now.Sub(opened); {
	case opened.IsZero():
		signs = append(signs, Sign{Words: "does not say when the page was opened", Points: forNoTime, Spam: true})
	case took < quickest:
		words := fmt.Sprintf("sent %.1f seconds after the page was opened", max(0, took.Seconds()))
		signs = append(signs, Sign{Words: words, Points: forHaste, Spam: true})
	case took < fast:
		signs = append(signs, Sign{Words: fmt.Sprintf("written in %.0f seconds", took.Seconds()), Points: forSpeed})
	}
	return signs
}

// SignsOfText looks at what is said, as plain text and as sanitised HTML, and
// for words that the caller does not want.
func SignsOfText(text, html string, unwanted []string) Signs {
	var signs Signs
	links := 0
	for _, anchor := range anchors.FindAllString(html, -1) {
		if !namesPerson.MatchString(anchor) {
			links++
		}
	}
	switch {
	case links >= manyLinks:
		points := min(forManyLinks+forLink*links, mostForLinks)
		signs = append(signs, Sign{Words: fmt.Sprintf("holds %d links", links), Points: points, Spam: true})
	case links == 1:
		signs = append(signs, Sign{Words: "holds a link", Points: forLink})
	case links > 1:
		signs = append(signs, Sign{Words: fmt.Sprintf("holds %d links", links), Points: forLink * links})
	}
	if n := len(atPerson.FindAllString(text, -1)); n >= manyMentions {
		signs = append(signs, Sign{Words: fmt.Sprintf("names %d people", n), Points: forNames, Spam: true})
	}
	if word := spamWords.FindString(text); word != "" {
		signs = append(signs, Sign{Words: fmt.Sprintf("says %q", strings.ToLower(word)), Points: forSpamWord, Spam: true})
	}
	lower := strings.ToLower(text)
	for _, word := range unwanted {
		if word != "" && strings.Contains(lower, strings.ToLower(word)) {
			signs = append(signs, Sign{Words: fmt.Sprintf("says %q", word), Points: forWord, Spam: true})
		}
	}
	return signs
}
