package newsroom

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"inews/internal/blog"
)

// maxFile bounds a file: its text may be as long as a post's, and front matter
// is short.
const maxFile = blog.MaxBody + 64<<10

// FrontMatter is what stands above the text of a Markdown file, between two
// lines of three hyphens: one "key: value" a line, a list as [a, b] or as lines
// that begin with a hyphen, text in quotes where it needs them. It is a small
// part of YAML, read strictly: a key that nobody knows, or one given twice, is
// an error that names its line.
//
// Read the values, then ask Err for everything that was wrong.
type FrontMatter struct {
	Body    string // what stands below
	entries map[string]entry
	bad     blog.Problems
}

// entry is one key with its value.
type entry struct {
	line   int
	text   string
	list   []string
	isList bool
}

// ReadFrontMatter reads a file whose front matter may use the given keys. The
// error is of reading alone.
func ReadFrontMatter(r io.Reader, keys []string) (*FrontMatter, error) {
	source, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	f := &FrontMatter{entries: map[string]entry{}}
	if len(source) > maxFile {
		f.bad.Add("body", "The file is longer than %d bytes.", maxFile)
		return f, nil
	}
	lines := bufio.NewScanner(strings.NewReader(strings.TrimPrefix(string(source), "\ufeff")))
	lines.Buffer(nil, maxFile+1)
	if !lines.Scan() || !isFence(lines.Text()) {
		f.bad.Add("", "Line 1: the file must begin with a line of three hyphens (---), above the title.")
		return f, nil
	}
	f.read(lines, keys)
	return f, lines.Err()
}

func isFence(line string) bool { return strings.TrimRight(line, " \t") == "---" }

func (f *FrontMatter) read(lines *bufio.Scanner, keys []string) {
	last := "" // the key to which list items belong
	number := 1
	for {
		number++
		if !lines.Scan() {
			f.bad.Add("", "Line %d: close the front matter with a line of three hyphens (---).", number)
			return
		}
		line := strings.TrimRight(lines.Text(), " \t")
		trimmed := strings.TrimLeft(line, " \t")
		switch {
		case isFence(line):
			f.readBody(lines)
			return
		case trimmed == "" || trimmed[0] == '#':
		case trimmed == "-" || strings.HasPrefix(trimmed, "- "):
			f.addItem(last, strings.TrimSpace(trimmed[1:]), number)
		case line != trimmed:
			f.bad.Add(last, "Line %d begins with a space: write each value on one line.", number)
		default:
			last = f.addKey(trimmed, number, keys)
		}
	}
}

func (f *FrontMatter) readBody(lines *bufio.Scanner) {
	var body strings.Builder
	for lines.Scan() {
		body.WriteString(lines.Text())
		body.WriteByte('\n')
	}
	f.Body = strings.TrimLeft(body.String(), "\n")
}

// addKey reads "key: value" and returns the key, or "" when it is none.
func (f *FrontMatter) addKey(line string, number int, keys []string) string {
	key, value, found := strings.Cut(line, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !found || key == "" {
		f.bad.Add("", "Line %d: write it as \"key: value\".", number)
		return ""
	}
	if !slices.Contains(keys, key) {
		message := fmt.Sprintf("Line %d: there is no key %q.", number, key)
		if near := nearest(key, keys); near != "" {
			message += fmt.Sprintf(" Did you mean %q?", near)
		}
		f.bad.Add(key, "%s", message)
		return ""
	}
	if earlier, twice := f.entries[key]; twice {
		f.bad.Add(key, "Line %d: %q stands on line %d already.", number, key, earlier.line)
		return ""
	}
	f.entries[key] = f.value(key, value, number)
	return key
}

func (f *FrontMatter) addItem(key, item string, number int) {
	e := f.entries[key]
	if key == "" || e.text != "" {
		f.bad.Add(key, "Line %d: this item belongs to no list. Put it below its key, and nothing behind the key.", number)
		return
	}
	text, err := unquoted(item)
	if err != "" {
		f.bad.Add(key, "Line %d: %s", number, err)
	}
	e.isList, e.list = true, append(e.list, text)
	f.entries[key] = e
}

func (f *FrontMatter) value(key, value string, number int) entry {
	e := entry{line: number}
	inner, opens := strings.CutPrefix(value, "[")
	if !opens {
		text, err := unquoted(value)
		if err != "" {
			f.bad.Add(key, "Line %d: %s", number, err)
		}
		e.text = text
		return e
	}
	inner, closes := strings.CutSuffix(inner, "]")
	if !closes {
		f.bad.Add(key, "Line %d: close the list with ].", number)
		return e
	}
	e.isList = true
	for _, item := range splitList(inner) {
		text, err := unquoted(item)
		if err != "" {
			f.bad.Add(key, "Line %d: %s", number, err)
		}
		if text != "" {
			e.list = append(e.list, text)
		}
	}
	return e
}
