package newsroom

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/richtext"
)

const (
	goodSentence = 25 // words. Source: GOV.UK's guidance on writing
	goodAge      = 14 // years: more need it explained. Councils aim for 9 to 12
	measured     = 60 // words, fewer than which tell nothing of a text
	shown        = 3  // examples of one kind
)

// plainer has a shorter word for each that few people use at home. Source: the
// words to avoid of GOV.UK's style guide, and of the Plain English Campaign.
var plainer = map[string]string{
	"accordingly": "so", "additional": "more", "ascertain": "find out", "assist": "help", "assistance": "help",
	"attain": "reach", "commence": "start", "commences": "starts", "commenced": "started", "commencing": "starting",
	"component": "part", "concerning": "about", "demonstrate": "show", "endeavour": "try", "ensure that": "make sure that",
	"facilitate": "help", "facilitates": "helps", "finalise": "finish", "for the purpose of": "to", "henceforth": "from now on",
	"in accordance with": "following", "in excess of": "more than", "in lieu of": "instead of", "in order to": "to",
	"in relation to": "about", "in respect of": "about", "in the event of": "if there is", "initiate": "start", "inform": "tell",
	"leverage": "use", "leverages": "uses", "methodology": "method", "notwithstanding": "despite", "obtain": "get",
	"participate": "take part", "prior to": "before", "purchase": "buy", "purchased": "bought", "regarding": "about",
	"require": "need", "requires": "needs", "required": "needed", "subsequent to": "after", "sufficient": "enough",
	"terminate": "end", "utilise": "use", "utilises": "uses", "utilised": "used", "utilising": "using", "whilst": "while",
	"with regard to": "about", "with respect to": "about",
}

// empty are words for which only the writer knows what is meant.
var empty = []string{"agenda", "best practice", "deep dive", "deliverables", "drive forward", "empower", "going forward", "holistic",
	"impactful", "key stakeholders", "landscape", "one-stop shop", "paradigm", "ring-fencing", "robust", "stakeholder engagement",
	"streamline", "synergy", "thought leadership", "touch base", "transformational", "upskill", "world-class"}

var plainWords = regexp.MustCompile(`(?i)\b(` + strings.Join(longestFirst(plainer), "|") + `)\b`)

// longestFirst are the words, such that none hides a longer one.
func longestFirst(words map[string]string) []string {
	var list []string
	for word := range words {
		list = append(list, regexp.QuoteMeta(word))
	}
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return list
}

func isEnglish(d Draft) bool { return d.Language == "" || strings.HasPrefix(d.Language, "en") }

func adviseWords(d Draft, doc richtext.Document) []blog.Advice {
	if !isEnglish(d) {
		return nil
	}
	var found []blog.Advice
	prose := strings.Join(doc.Prose, "\n")
	seen := map[string]bool{}
	for _, word := range plainWords.FindAllString(prose, -1) {
		word = strings.ToLower(word)
		if seen[word] {
			continue
		}
		seen[word] = true
		better := plainer[word]
		a := Worry("body", "Use words that people use at home.", "“%s”: say “%s”.", word, better)
		if text := replaceWord(d.Body, word, better); text != d.Body {
			a = mended(a, fmt.Sprintf("Write “%s” for “%s”", better, word), text)
		}
		found = append(found, a)
	}
	folded := richtext.Fold(prose)
	for _, word := range empty {
		if richtext.HasWords(folded, richtext.Fold(word)) {
			found = append(found, Worry("body", "Say what is meant: who does what, for whom.", "“%s” can mean anything.", word))
		}
	}
	for _, short := range undefined(prose) {
		found = append(found, Worry("body", "Write it out where it stands first, with the letters behind it in brackets.", "“%s” is not explained.", short))
	}
	return found
}

// guarded is what words must not be replaced in: code, addresses, mentions and
// hashtags.
var guarded = regexp.MustCompile("(?s)```.*?(?:```|$)|`[^`\n]*`|\\]\\([^)\n]*\\)|<[^>\n]*>|https?://\\S+|[@#][\\w@.-]+")

// replaceWord puts another word in the place of one, wherever it stands as a
// word of the text. A capital at its beginning stays.
func replaceWord(markdown, word, better string) string {
	find := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `\b`)
	replace := func(text string) string {
		return find.ReplaceAllStringFunc(text, func(was string) string {
			first, _ := utf8.DecodeRuneInString(was)
			if !unicode.IsUpper(first) {
				return better
			}
			begin, size := utf8.DecodeRuneInString(better)
			return string(unicode.ToUpper(begin)) + better[size:]
		})
	}
	var out strings.Builder
	at := 0
	for _, span := range guarded.FindAllStringIndex(markdown, -1) {
		out.WriteString(replace(markdown[at:span[0]]))
		out.WriteString(markdown[span[0]:span[1]])
		at = span[1]
	}
	out.WriteString(replace(markdown[at:]))
	return out.String()
}

// known are short forms that need no explanation here.
var known = []string{"UK", "EU", "USA", "NHS", "BBC", "GP", "PDF", "RSS", "VAT", "HTML", "CSV", "SMS", "ID", "IT", "TV", "CV", "DIY",
	"MP", "FAQ", "GMT", "BST", "UTC", "COVID", "PIN", "DVD", "USB", "LED", "OK"}

var capitals = regexp.MustCompile(`\b[A-Z]{2,6}s?\b`)

// undefined are short forms that are nowhere explained in brackets, the first
// ones, each once.
func undefined(prose string) []string {
	var list []string
	for _, word := range capitals.FindAllString(prose, -1) {
		short := strings.TrimSuffix(word, "s")
		if slices.Contains(known, short) || slices.Contains(list, short) || len(list) == shown ||
			strings.Contains(prose, "("+short+")") || strings.Contains(prose, short+" (") {
			continue
		}
		list = append(list, short)
	}
	return list
}

// ends of sentences: a mark, white space, and no small letter behind it.
var sentenceEnd = regexp.MustCompile(`[.!?…]["”’)]*\s+`)

func sentencesOf(paragraph string) []string {
	var list []string
	at := 0
	for _, end := range sentenceEnd.FindAllStringIndex(paragraph, -1) {
		next, _ := utf8.DecodeRuneInString(paragraph[end[1]:])
		if unicode.IsLower(next) {
			continue // "e.g. this", "5 p.m. on"
		}
		list = append(list, paragraph[at:end[1]])
		at = end[1]
	}
	return append(list, paragraph[at:])
}

func adviseSentences(d Draft, doc richtext.Document) []blog.Advice {
	var found []blog.Advice
	var long []string
	words, sentences, syllables := 0, 0, 0
	for _, paragraph := range doc.Prose {
		for _, sentence := range sentencesOf(paragraph) {
			list := strings.Fields(sentence)
			if len(list) == 0 {
				continue
			}
			sentences, words = sentences+1, words+len(list)
			for _, word := range list {
				syllables += syllablesOf(word)
			}
			if len(list) > goodSentence {
				long = append(long, fmt.Sprintf("“%s” (%d)", firstWords(sentence, 5), len(list)))
			}
		}
	}
	if len(long) > 0 {
		found = append(found, Worry("body", "Cut each in two: one thought, one sentence.", "%s over %d words: %s.",
			count(len(long), "sentence has", "sentences have"), goodSentence, strings.Join(long[:min(shown, len(long))], ", ")))
	}
	if isEnglish(d) && words >= measured {
		if age := readingAge(words, sentences, syllables); age > goodAge {
			found = append(found, Worry("body", "Shorter sentences and words bring it down. Councils aim for 9 to 12.",
				"It takes a reader of %d or older.", age))
		}
	}
	return found
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// readingAge is the age at which people read such a text with ease. Source: the
// Flesch-Kincaid grade, whose first year is that of six-year-olds.
func readingAge(words, sentences, syllables int) int {
	grade := 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
	return max(5, int(grade+5.5))
}

// syllablesOf counts groups of vowels, without a silent e.
func syllablesOf(word string) int {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	n, before := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouyáéíóúàèìòùäöü", r)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") {
		n--
	}
	return max(n, 1)
}
