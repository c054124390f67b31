package inbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"inews/federation"
)

// Bounds on a document. The deepest honest one known has 9 levels, the widest
// object 43 members; the longest lists are mentions and options of polls.
const (
	maxDepth   = 32
	maxMembers = 1000
	maxItems   = 4000
)

// exact are the keys that the library gives a meaning to. Another case of one
// of them means nothing here but is the same key to readers that decode into
// structs, so nobody may write it.
var exact = []string{"id", "type", "actor", "object", "target", "to", "cc", "content", "attributedTo", "inReplyTo",
	"publicKey", "signature", "instrument", "result"}

// scanner walks over JSON that is known to be valid.
type scanner struct {
	data []byte
	at   int
	keys [][]byte // of all the open objects, innermost last
}

// check refuses a document that is not JSON in UTF-8, or is ambiguous, deep or
// long; it gives the members of the outermost object to visit.
func check(body []byte, visit func(key, value []byte)) error {
	if !utf8.Valid(body) {
		return malformed("the body is not UTF-8")
	}
	if !json.Valid(body) {
		return malformed("the body is not JSON")
	}
	s := &scanner{data: body, keys: make([][]byte, 0, 48)}
	if s.peek() != '{' {
		return malformed("the body is not a JSON object")
	}
	return s.object(1, false, visit)
}

func (s *scanner) value(depth int, context bool) error {
	switch s.peek() {
	case '{':
		return s.object(depth, context, nil)
	case '[':
		return s.array(depth, context)
	case '"':
		s.text()
	default:
		for s.at < len(s.data) && strings.IndexByte(",]} \t\r\n", s.data[s.at]) < 0 {
			s.at++
		}
	}
	return nil
}

// object walks over an object and gives each member to visit. Terms of a
// @context are names in a dictionary that nobody here uses, so their case is
// free.
func (s *scanner) object(depth int, context bool, visit func(key, value []byte)) error {
	if depth > maxDepth {
		return malformed("the body is nested deeper than %d levels", maxDepth)
	}
	first := len(s.keys)
	defer func() { s.keys = s.keys[:first] }()
	var seen map[string]bool // once there are too many keys to compare one by one
	s.at++
	for s.peek() != '}' {
		if s.data[s.at] == ',' {
			s.at++
			s.peek()
		}
		key := unescape(s.text())
		if err := checkKey(key, context); err != nil {
			return err
		}
		siblings := s.keys[first:]
		switch {
		case len(siblings) == maxMembers:
			return malformed("an object has more than %d members", maxMembers)
		case len(siblings) == 32:
			seen = make(map[string]bool, 2*len(siblings))
			for _, sibling := range siblings {
				seen[string(sibling)] = true
			}
		}
		if seen[string(key)] || seen == nil && slices.ContainsFunc(siblings, func(k []byte) bool { return bytes.Equal(k, key) }) {
			return malformed("the key %.40q stands twice in one object", key)
		}
		if seen != nil {
			seen[string(key)] = true
		}
		s.keys = append(s.keys, key)
		s.peek()
		s.at++ // the colon
		s.peek()
		start := s.at
		if err := s.value(depth+1, context || string(key) == "@context"); err != nil {
			return err
		}
		if visit != nil {
			visit(key, s.data[start:s.at:s.at])
		}
	}
	s.at++
	return nil
}

func (s *scanner) array(depth int, context bool) error {
	if depth > maxDepth {
		return malformed("the body is nested deeper than %d levels", maxDepth)
	}
	s.at++
	for n := 0; s.peek() != ']'; n++ {
		if n == maxItems {
			return malformed("a list has more than %d items", maxItems)
		}
		if s.data[s.at] == ',' {
			s.at++
			s.peek()
		}
		if err := s.value(depth+1, context); err != nil {
			return err
		}
	}
	s.at++
	return nil
}

// peek skips white space and looks at the next byte.
func (s *scanner) peek() byte {
	for {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
}

// text takes a string with its quotes.
func (s *scanner) text() []byte {
	start := s.at
	for s.at++; ; {
		end := s.at + bytes.IndexByte(s.data[s.at:], '"')
		escape := bytes.IndexByte(s.data[s.at:end], '\\')
		if escape < 0 {
			s.at = end + 1
			return s.data[start:s.at]
		}
		s.at += escape + 2
	}
}

// unescape decodes a JSON string. Where there is nothing to decode, the text is
// a part of what it was given.
func unescape(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') >= 0 {
		var s string
		if json.Unmarshal(quoted, &s) == nil {
			return []byte(s)
		}
	}
	return quoted[1 : len(quoted)-1]
}

// checkKey refuses keys that change what others mean. JSON-LD's @graph,
// @included and @reverse let a signed document say something else to a reader
// that expands it.
func checkKey(key []byte, context bool) error {
	switch string(key) {
	case "@graph", "@included", "@reverse":
		return malformed("%s is not allowed", key)
	}
	if context {
		return nil
	}
	for _, name := range exact {
		// A letter outside of ASCII that folds to one inside is longer.
		if len(key) >= len(name) && string(key) != name && bytes.EqualFold(key, []byte(name)) {
			return malformed("the key %.40q is not written %q", key, name)
		}
	}
	return nil
}

func malformed(format string, args ...any) error {
	return &refusal{kind: federation.ErrMalformed, reason: fmt.Sprintf(format, args...)}
}
