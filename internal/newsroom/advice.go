package newsroom

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/richtext"
)

// What a draft is measured by.
const (
	goodTitle   = 65  // characters that search results show. Source: GOV.UK's guidance on titles
	goodSummary = 300 // characters that people read in a timeline
	goodAlt     = 250 // characters that a screen reader may say of one picture
	goodNote    = 500 // characters that Mastodon shows without folding
	goodTags    = 5   // more reads as an advertisement
	goodStretch = 500 // words without a heading
)

// Advise looks a draft over and says what could be better for its readers: what
// is wrong, why that matters, and how to mend it. What is in order is said, too.
// Nothing is saved, no other server is asked, and nothing of it keeps a post from
// being published.
func (n *Newsroom) Advise(ctx context.Context, d Draft) ([]blog.Advice, error) {
	if len(d.Body) > blog.MaxBody {
		return nil, nil // which Typeset refuses
	}
	options := n.options(ctx)
	// Whoever could be found was, and was kept, when the text was saved or previewed.
	options.Mention = func(handle string) (richtext.Mention, bool) {
		person, err := n.DB.PersonByHandle(ctx, "@"+handle)
		return richtext.Mention{Handle: handle, URL: person.Address(), ActorID: person.URI}, err == nil
	}
	doc, err := richtext.Markdown(d.Body, options)
	if err != nil {
		return nil, err
	}
	return advise(d, doc), nil
}

func advise(d Draft, doc richtext.Document) []blog.Advice {
	var all []blog.Advice
	for _, look := range []struct {
		about string
		at    func(Draft, richtext.Document) []blog.Advice
	}{
		{"Title", adviseTitle},
		{"Summary", adviseSummary},
		{"Pictures", advisePictures},
		{"Headings", adviseHeadings},
		{"Links", adviseLinks},
		{"Plain English", adviseWords},
		{"Sentences", adviseSentences},
		{"Language", adviseLanguage},
		{"Tags and mentions", adviseTags},
	} {
		found := look.at(d, doc)
		for i := range found {
			found[i].About = look.about
		}
		if len(found) == 0 {
			found = []blog.Advice{{Finding: blog.Finding{About: look.about, Weight: blog.Fine, Says: "In order."}}}
		}
		all = append(all, found...)
	}
	return all
}

// Worry is advice about something that could be better.
func Worry(field, do, says string, args ...any) blog.Advice {
	return blog.Advice{Field: field, Finding: blog.Finding{Weight: blog.Worry, Says: fmt.Sprintf(says, args...), Do: do}}
}

// Trouble is advice about something that shuts readers out, or misleads them.
func Trouble(field, do, says string, args ...any) blog.Advice {
	a := Worry(field, do, says, args...)
	a.Weight = blog.Trouble
	return a
}

// mended adds what a press of a button does.
func mended(a blog.Advice, mend, value string) blog.Advice {
	a.Mend, a.Mended = mend, value
	return a
}

func adviseTitle(d Draft, _ richtext.Document) []blog.Advice {
	title := strings.TrimSpace(d.Title)
	var found []blog.Advice
	if n := utf8.RuneCountInString(title); n > goodTitle {
		found = append(found, Worry("title", "Put the words that people look for first, and leave out what the summary says.",
			"The title has %d characters. Search results show about %d.", n, goodTitle))
	}
	if strings.HasSuffix(title, ".") && !strings.HasSuffix(title, "..") {
		found = append(found, mended(Worry("title", "A title is no sentence.", "The title ends with a full stop."),
			"Leave it out", strings.TrimSuffix(title, ".")))
	}
	if len(strings.Fields(title)) > 1 && isShouted(title) {
		found = append(found, Worry("title", "Write it as in a sentence. Some screen readers spell capitals letter by letter.",
			"The title is all in capitals."))
	}
	return found
}

func adviseSummary(d Draft, _ richtext.Document) []blog.Advice {
	if d.Form == blog.FormNote {
		return nil // which is shown whole
	}
	summary := strings.TrimSpace(d.Summary)
	if summary == "" {
		return []blog.Advice{Worry("summary", "Say in two or three sentences what readers gain. On Mastodon it is all they see of the text.",
			"There is no summary: the beginning of the text will stand in for it.")}
	}
	var found []blog.Advice
	if n := utf8.RuneCountInString(summary); n > goodSummary {
		found = append(found, Worry("summary", "Cut it to what makes people open the page.",
			"The summary has %d characters. Few read more than %d in a timeline.", n, goodSummary))
	}
	if without := richtext.Excerpt(summary, len(summary)); without != strings.Join(strings.Fields(summary), " ") {
		found = append(found, mended(Trouble("summary", "On Mastodon the first address becomes the card with the picture, instead of this page.",
			"There is an address in the summary."), "Leave it out", without))
	}
	return found
}

// pictured are words with which people begin descriptions, and which screen
// readers say already.
var pictured = []string{"image of ", "picture of ", "photo of ", "photograph of ", "a picture of ", "a photo of ", "an image of "}

func advisePictures(d Draft, doc richtext.Document) []blog.Advice {
	var found []blog.Advice
	if d.Picture.Hash != "" && !d.Picture.Decorative {
		found = append(found, adviseAlt("alt", "The picture", d.Picture.Alt, func(better string) string { return better })...)
	}
	if d.Picture.Hash != "" && d.Picture.Credit.Creator == "" {
		found = append(found, uncredited("credit", "the picture"))
	}
	for i, p := range doc.Images {
		if !p.Credited {
			found = append(found, uncredited("body", fmt.Sprintf("picture %d in the text", i+1)))
		}
		if p.Decorative && p.Alt == "" {
			continue
		}
		found = append(found, adviseAlt("body", fmt.Sprintf("Picture %d in the text", i+1), p.Alt, func(better string) string {
			if before, after, ok := strings.Cut(d.Body, "!["+p.Alt+"]"); ok {
				return before + "![" + better + "]" + after
			}
			return d.Body
		})...)
	}
	for _, address := range doc.Refused {
		found = append(found, Worry("body", "Upload it here. A picture from elsewhere would tell its server about each of our readers.",
			"The picture %.80s is on another server: readers get a link.", address))
	}
	return found
}

func uncredited(field, name string) blog.Advice {
	return Trouble(field, "Say who made it, in the library of pictures. It can be us.", "Nobody is named as the maker of %s.", name)
}

func adviseAlt(field, name, alt string, mend func(better string) string) []blog.Advice {
	alt = strings.TrimSpace(alt)
	if alt == "" {
		return []blog.Advice{Trouble(field, "Say what is in it that matters here, for people who cannot see it.", "%s has no description.", name)}
	}
	var found []blog.Advice
	if n := utf8.RuneCountInString(alt); n > goodAlt {
		found = append(found, Worry(field, "Screen readers read it in one go. Put what needs more words into the text.",
			"%s has a description of %d characters.", name, n))
	}
	for _, words := range pictured {
		if len(alt) > len(words) && strings.EqualFold(alt[:len(words)], words) {
			better := alt[len(words):]
			first, size := utf8.DecodeRuneInString(better)
			better = string(unicode.ToUpper(first)) + better[size:]
			found = append(found, mended(Worry(field, "Screen readers say already that it is a picture.", "The description of %s begins with “%s”.",
				strings.ToLower(name[:1])+name[1:], strings.TrimSpace(alt[:len(words)])), fmt.Sprintf("Begin with “%s”", firstWords(better, 3)), mend(better)))
			break
		}
	}
	return found
}

func adviseHeadings(_ Draft, doc richtext.Document) []blog.Advice {
	var found []blog.Advice
	level := 2
	for _, h := range doc.Headings {
		if h.Text == "" {
			found = append(found, Trouble("body", "Write the heading, or take its # away.", "There is a heading without words."))
		}
		if h.Level > level+1 {
			found = append(found, Trouble("body", "Use one # less. People who cannot see the page go from heading to heading, and look for the one between.",
				"The heading “%.80s” is %d levels below the one before.", h.Text, h.Level-level))
		}
		level = h.Level
	}
	if n := len(strings.Fields(doc.Text)); len(doc.Headings) == 0 && n > goodStretch {
		found = append(found, Worry("body", "Begin each part with ## and what it is about: most people look through before they read.",
			"The text has %d words and no heading.", n))
	}
	return found
}

// vague are words of links that say nothing to who goes from link to link.
var vague = []string{"here", "click here", "click", "read more", "more", "find out more", "learn more", "this", "this link", "this page",
	"link", "see here", "visit", "website", "this website", "download", "details", "more information", "further information"}

func adviseLinks(_ Draft, doc richtext.Document) []blog.Advice {
	var found []blog.Advice
	leads := map[string]string{}
	for _, l := range doc.Links {
		words := strings.ToLower(strings.Trim(l.Text, " .,!:→»>"))
		switch {
		case words == "":
			found = append(found, Trouble("body", "Write words for it between [ and ].", "The link to %.80s has no words.", l.Address))
		case slices.Contains(vague, words):
			found = append(found, Trouble("body", "Name what is behind it. People who use a screen reader hear the links alone, one after the other.",
				"“%.60s” does not say where the link leads.", l.Text))
		case strings.HasPrefix(words, "http://") || strings.HasPrefix(words, "https://") || strings.HasPrefix(words, "www."):
			found = append(found, Worry("body", "Write it as [words](address): an address is read out letter by letter.", "A link shows its address: %.80s.", l.Text))
		case leads[words] != "" && leads[words] != l.Address:
			found = append(found, Worry("body", "Tell them apart by their words.", "Two links say “%.60s” and lead to different pages.", l.Text))
		}
		leads[words] = l.Address
	}
	return found
}

func adviseTags(d Draft, doc richtext.Document) []blog.Advice {
	var found []blog.Advice
	if n := len(d.Tags) + len(doc.Tags); n > goodTags {
		found = append(found, Worry("tags", "Keep those that people look for.", "There are %d tags. More than %d read as an advertisement.", n, goodTags))
	}
	for _, handle := range doc.Unknown {
		found = append(found, Worry("body", "See how it is spelt. It stays plain text, and nobody is told.", "Nobody is known here as @%.80s.", handle))
	}
	if n := utf8.RuneCountInString(doc.Text); d.Form == blog.FormNote && n > goodNote {
		found = append(found, Worry("form", "Make it an article, or shorten it.", "A short note of %d characters is folded on Mastodon.", n))
	}
	return found
}

// isShouted tells whether words are in capitals throughout.
func isShouted(words string) bool {
	return strings.ToUpper(words) == words && strings.ToLower(words) != words
}

func firstWords(text string, n int) string {
	words := strings.Fields(text)
	if len(words) <= n {
		return text
	}
	return strings.Join(words[:n], " ") + " …"
}
