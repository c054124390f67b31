package tongue

import (
	"fmt"
	"strconv"
	"strings"
)

// catalogue holds the texts of a language by their English.
type catalogue struct {
	texts map[key][]string // more than one where a number decides
}

// key is an English text, and the context that tells it from others of the same
// letters.
type key struct{ context, text string }

// entry is one of a PO file.
type entry struct {
	context, id, many string
	said              []string
}

// readPO reads a PO file (GNU gettext manual, "The Format of PO Files"). It is
// strict: a line that it does not know, an entry without its translation and one
// that is there twice are errors, since a text that is lost silently is a text in
// the wrong language.
func readPO(text string) (*catalogue, error) {
	c := &catalogue{texts: make(map[key][]string)}
	var e entry
	var last *string // what a line with a text alone goes on with
	for i, line := range strings.Split(text+"\n", "\n") {
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "":
			err = c.add(e)
			e, last = entry{}, nil
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, `"`):
			if last == nil {
				return nil, fmt.Errorf("line %d: a text that belongs to nothing", i+1)
			}
			var more string
			more, err = strconv.Unquote(line)
			*last += more
		default:
			last, err = e.read(line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return c, nil
}

// read takes in a line that begins with a keyword, and returns where it went.
func (e *entry) read(line string) (*string, error) {
	keyword, quoted, _ := strings.Cut(line, " ")
	text, err := strconv.Unquote(strings.TrimSpace(quoted))
	if err != nil {
		return nil, fmt.Errorf("%s is not a text in quotation marks", quoted)
	}
	var into *string
	switch keyword {
	case "msgctxt":
		into = &e.context
	case "msgid":
		into = &e.id
	case "msgid_plural":
		into = &e.many
	case "msgstr", "msgstr[" + strconv.Itoa(len(e.said)) + "]":
		e.said = append(e.said, "")
		into = &e.said[len(e.said)-1]
	default:
		return nil, fmt.Errorf("%s is unknown here", keyword)
	}
	if *into != "" {
		return nil, fmt.Errorf("%s stands in an entry twice: an empty line belongs between two entries", keyword)
	}
	*into = text
	return into, nil
}

func (c *catalogue) add(e entry) error {
	if e.id == "" { // the head, or no entry at all
		return nil
	}
	k := key{e.context, e.id}
	if len(e.said) == 0 || len(e.said) > 1 != (e.many != "") {
		return fmt.Errorf("%q has not the translations that it needs", e.id)
	}
	for _, said := range e.said {
		if said == "" {
			return fmt.Errorf("%q is not translated", e.id)
		}
	}
	if _, twice := c.texts[k]; twice {
		return fmt.Errorf("%q is there twice", e.id)
	}
	c.texts[k] = e.said
	return nil
}
