package newsroom

import (
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Joined is a form made of two that began as the same.
type Joined struct {
	Fields  map[string]string
	Clashes []Clash // where both said something else: Fields has the own one
	Whole   bool    // the text is joined: no word of either is left out
}

// Clash is a field that two people changed in different ways.
type Clash struct{ Field, Mine, Theirs string }

// Join joins two forms field by field: what one of them left as it was is the
// other's. Title, summary and text are joined word by word. A field that base
// does not know is one that both have changed.
func Join(base, mine, theirs map[string]string) Joined {
	joined := Joined{Fields: map[string]string{}, Whole: true}
	for name, own := range mine {
		was, known := base[name]
		other := theirs[name]
		switch {
		case own == other, known && other == was:
			joined.Fields[name] = own
			continue
		case known && own == was:
			joined.Fields[name] = other
			continue
		case known && (name == "title" || name == "summary" || name == "body"):
			if text, whole := JoinText(was, own, other); whole {
				joined.Fields[name] = text
				continue
			}
		}
		joined.Fields[name] = own
		joined.Clashes = append(joined.Clashes, Clash{name, own, other})
		joined.Whole = joined.Whole && name != "body"
	}
	slices.SortFunc(joined.Clashes, func(a, b Clash) int { return strings.Compare(a.Field, b.Field) })
	return joined
}

// JoinText makes both changes to a text. It is whole when they are at different
// places, so that none of them undoes the other; words that both added at one
// place stand behind each other.
func JoinText(base, mine, theirs string) (joined string, whole bool) {
	words := &vocabulary{numbers: map[string]rune{}}
	was, own, other := words.write(base), words.write(mine), words.write(theirs)
	a, b := editsOf(was, other), editsOf(was, own)
	var text []rune
	at := 0
	for len(a) > 0 || len(b) > 0 {
		var next edit
		switch {
		case len(a) > 0 && len(b) > 0 && a[0].same(b[0]):
			next, a, b = a[0], a[1:], b[1:]
		case len(a) > 0 && len(b) > 0 && a[0].meets(b[0]):
			return "", false
		case len(b) == 0 || len(a) > 0 && a[0].from <= b[0].from:
			next, a = a[0], a[1:]
		default:
			next, b = b[0], b[1:]
		}
		text = append(text, was[at:next.from]...)
		text = append(text, next.words...)
		at = next.to
	}
	return words.read(string(append(text, was[at:]...))), true
}

// edit puts words in the place of those from one to another.
type edit struct {
	from, to int
	words    []rune
}

func (e edit) same(other edit) bool {
	return e.from == other.from && e.to == other.to && slices.Equal(e.words, other.words)
}

// meets tells whether two edits are about the same words. Two that only add are
// not; one that adds in the midst of what the other takes away is.
func (e edit) meets(other edit) bool {
	if e.from == e.to && other.from == other.to {
		return false
	}
	return e.from <= other.to && other.from <= e.to
}

func editsOf(before, after []rune) []edit {
	diff := diffmatchpatch.New()
	var edits []edit
	at := 0
	for _, d := range diff.DiffCleanupSemantic(diff.DiffMainRunes(before, after, false)) {
		run := []rune(d.Text)
		last := len(edits) - 1
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			at += len(run)
		case diffmatchpatch.DiffDelete:
			if last >= 0 && edits[last].to == at {
				edits[last].to += len(run)
			} else {
				edits = append(edits, edit{from: at, to: at + len(run)})
			}
			at += len(run)
		case diffmatchpatch.DiffInsert:
			if last >= 0 && edits[last].to == at {
				edits[last].words = append(edits[last].words, run...)
			} else {
				edits = append(edits, edit{from: at, to: at, words: run})
			}
		}
	}
	return edits
}
