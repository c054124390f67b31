package comments

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"inews/internal/blog"
)

// Entry is one line of a block list, as servers exchange them.
type Entry struct {
	Line     int // in the file, from 1
	Host     string
	Severity blog.Severity
	Reason   string
	Problem  string // why the line cannot be used, or ""
}

// maxBlockList bounds a block list, in bytes: the longest that are shared have
// some thousands of lines.
const maxBlockList = 1 << 20

// columns are those of Mastodon's files, in its order: what a file without a
// header has.
var columns = []string{"domain", "severity", "reject_media", "reject_reports", "public_comment", "obfuscate"}

// ReadBlockList reads a block list in Mastodon's format, with or without the
// header, with or without the # before its names. Lines that cannot be used are
// in the list with the reason.
func ReadBlockList(r io.Reader) ([]Entry, error) {
	limited := &io.LimitedReader{R: r, N: maxBlockList + 1}
	buffered := bufio.NewReader(limited)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" { // spreadsheets write one
		_, _ = buffered.Discard(len(mark)) // what was peeked at is there
	}
	reader := csv.NewReader(buffered)
	reader.FieldsPerRecord, reader.LazyQuotes, reader.TrimLeadingSpace = -1, true, true
	var entries []Entry
	place := placesOf(columns)
	for first := true; ; first = false {
		record, err := reader.Read()
		if limited.N <= 0 {
			return nil, blog.InvalidField("list", "The list is too long: 1 MB is the most. Cut it into several.")
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &blog.Error{Kind: blog.Invalid, Field: "list", Msg: "This is not a list in CSV: " + err.Error() + ".", Err: err}
		}
		if header := placesOf(record); first && hasDomain(header) {
			place = header
			continue
		}
		line, _ := reader.FieldPos(0)
		if entry, ok := readEntry(record, place); ok {
			entry.Line = line
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 {
		return nil, blog.InvalidField("list", "There is nothing in the list.")
	}
	return entries, nil
}

// placesOf tells in which column of a header each name stands.
func placesOf(header []string) map[string]int {
	places := make(map[string]int, len(header))
	for i, name := range header {
		places[strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "#"))] = i
	}
	return places
}

func hasDomain(places map[string]int) bool {
	_, ok := places["domain"]
	return ok
}

// noName is the problem of what is in no way the name of a server: too many of
// them, and a file is no list at all.
const noName = "This is not the name of a server."

// readEntry reads one line; ok is false for a comment.
func readEntry(record []string, place map[string]int) (entry Entry, ok bool) {
	cell := func(column string) string {
		if i, there := place[column]; there && i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	name := cell("domain")
	if name == "" || strings.HasPrefix(name, "#") {
		return entry, false
	}
	host, isHost := spell(name)
	entry = Entry{Host: host, Reason: oneLine(blog.Uncell(cell("public_comment")))}
	var known bool
	entry.Severity, known = severityOf(cell("severity"), cell("hold"))
	switch {
	case strings.Contains(name, "*"):
		entry.Host = name
		entry.Problem = "The name is obfuscated (*): nobody can tell which server is meant. Ask whoever keeps the list for the whole name."
	case !isHost:
		entry.Host = name
		entry.Problem = noName
	case !known:
		entry.Problem = "The severity is none of silence, hold and suspend."
	case entry.Severity == blog.NoSeverity:
		entry.Problem = "The severity is noop: there is nothing to do. Pictures of other servers are never fetched."
	}
	return entry, true
}

// severityOf reads a severity. Other servers know no hold: what is on hold here
// is silenced for them, and a column of ours tells the two apart.
func severityOf(word, hold string) (severity blog.Severity, known bool) {
	switch strings.ToLower(word) {
	case "", "suspend":
		return blog.Suspend, true
	case "silence":
		if strings.EqualFold(hold, "true") {
			return blog.Hold, true
		}
		return blog.Silence, true
	case "hold":
		return blog.Hold, true
	case "noop":
		return blog.NoSeverity, true
	}
	return blog.NoSeverity, false
}

// WriteBlockList writes decisions in Mastodon's format. Staff open the file in
// spreadsheets, and reasons may come from lists of others.
func WriteBlockList(w io.Writer, hosts []blog.Host) error {
	header := []string{}
	for _, name := range columns {
		header = append(header, "#"+name)
	}
	header = append(header, "#hold")
	writer := csv.NewWriter(w)
	_ = writer.Write(header) // an error stays with the writer
	for _, h := range hosts {
		severity, hold := h.Severity, "false"
		if severity == blog.Hold {
			severity, hold = blog.Silence, "true"
		}
		_ = writer.Write([]string{h.Name, string(severity), "false", "false", blog.Cell(h.BlockReason), "false", hold})
	}
	writer.Flush()
	return writer.Error()
}
