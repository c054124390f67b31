package activitystreams

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"inews/federation"
)

// dict is a JSON object as it came: its bytes, its names in their order, and
// which of them have been read, so that the rest can be handed on.
type dict struct {
	raw    []byte
	names  []string
	values map[string]any // nil, bool, json.Number, string, []any or *dict
	taken  map[string]bool
}

// parse reads a whole document, whose root must be an object. It refuses what
// has two readings: a name twice in one object (RFC 8259 §4 leaves open which
// counts), text that is not UTF-8, and the JSON-LD words that would put one
// document inside another, seen in CVE-2022-24307 and its successors.
func parse(raw []byte) (*dict, error) {
	if len(raw) > maxDocument {
		return nil, fmt.Errorf("document of %d bytes, the limit is %d: %w", len(raw), maxDocument, federation.ErrTooLarge)
	}
	if !utf8.Valid(raw) || !json.Valid(raw) {
		return nil, fmt.Errorf("not JSON in UTF-8: %w", federation.ErrMalformed)
	}
	p := parser{raw: raw, json: json.NewDecoder(bytes.NewReader(raw))}
	p.json.UseNumber()
	root, err := p.value(0)
	if err != nil {
		return nil, err
	}
	d, ok := root.(*dict)
	if !ok {
		return nil, fmt.Errorf("not a JSON object: %w", federation.ErrMalformed)
	}
	return d, nil
}

type parser struct {
	raw  []byte
	json *json.Decoder
	// context is above 0 inside an @context, whose words are its own business.
	context int
}

func (p *parser) value(depth int) (any, error) {
	token, err := p.json.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", federation.ErrMalformed, err)
	}
	delimiter, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth++; depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d: %w", maxDepth, federation.ErrTooLarge)
	}
	if delimiter == '[' {
		return p.list(depth)
	}
	return p.object(depth)
}

func (p *parser) list(depth int) (any, error) {
	var list []any
	for p.json.More() {
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := p.json.Token() // the closing bracket
	return list, err
}

func (p *parser) object(depth int) (any, error) {
	start := p.json.InputOffset() - 1
	d := &dict{values: make(map[string]any), taken: make(map[string]bool)}
	for p.json.More() {
		token, err := p.json.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", federation.ErrMalformed, err)
		}
		name, _ := token.(string)
		if err := p.permit(d, name); err != nil {
			return nil, err
		}
		if name == "@context" {
			p.context++
		}
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		if name == "@context" {
			p.context--
		}
		d.names = append(d.names, name)
		d.values[name] = v
	}
	_, err := p.json.Token() // the closing brace
	end := p.json.InputOffset()
	d.raw = p.raw[start:end:end]
	return d, err
}

func (p *parser) permit(d *dict, name string) error {
	if _, twice := d.values[name]; twice {
		return fmt.Errorf("%q stands twice in one object: %w", name, federation.ErrMalformed)
	}
	switch name {
	case "@graph", "@included", "@reverse":
		if p.context == 0 {
			return fmt.Errorf("%s rewrites the document: %w", name, federation.ErrMalformed)
		}
	}
	return nil
}

// take reads a property and notes that it is known; nil when it is missing.
func (d *dict) take(name string) any {
	d.taken[name] = true
	return d.values[name]
}

// extra is what nobody took, as encoding/json would have decoded it.
func (d *dict) extra() map[string]any {
	d.taken["@context"] = true
	var extra map[string]any
	for _, name := range d.names {
		if d.taken[name] {
			continue
		}
		if extra == nil {
			extra = make(map[string]any)
		}
		extra[clean(name)] = plain(d.values[name])
	}
	return extra
}

func plain(v any) any {
	switch v := v.(type) {
	case *dict:
		m := make(map[string]any, len(v.names))
		for name, value := range v.values {
			m[clean(name)] = plain(value)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, value := range v {
			list[i] = plain(value)
		}
		return list
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return v.String() // 1e999: too much for a number, and for a writer of numbers
		}
		return f
	case string:
		return clean(v)
	}
	return v
}

// clean drops NUL, which databases cannot keep and nobody means.
func clean(s string) string { return strings.ReplaceAll(s, "\x00", "") }
