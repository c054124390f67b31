package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
)

// property is a content line, taken apart.
type property struct{ name, parameters, value string }

// readICS is a small strict reader of what WriteICS writes: it refuses lines
// without CRLF, lines over 75 octets, control characters, and blocks that do
// not close in order.
func readICS(source []byte) ([]property, error) {
	text, ok := strings.CutSuffix(string(source), "\r\n")
	if !ok || !utf8.Valid(source) {
		return nil, fmt.Errorf("does not end with CRLF, or is not UTF-8")
	}
	var unfolded []string
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > maxLine || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return nil, fmt.Errorf("bad line %q", line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded && len(unfolded) > 0 {
			unfolded[len(unfolded)-1] += rest
			continue
		}
		unfolded = append(unfolded, line)
	}
	var open []string
	var all []property
	for _, line := range unfolded {
		p, err := readLine(line)
		if err != nil {
			return nil, err
		}
		switch p.name {
		case "BEGIN":
			open = append(open, p.value)
		case "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				return nil, fmt.Errorf("END:%s closes nothing", p.value)
			}
			open = open[:len(open)-1]
		}
		all = append(all, p)
	}
	if len(open) != 0 {
		return nil, fmt.Errorf("%q not closed", open)
	}
	return all, nil
}

// readLine parts a line at the first colon outside of quotes.
func readLine(line string) (property, error) {
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ':' && !quoted:
			name, parameters, _ := strings.Cut(line[:i], ";")
			if name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
				return property{}, fmt.Errorf("bad name in %q", line)
			}
			return property{name, parameters, line[i+1:]}, nil
		}
	}
	return property{}, fmt.Errorf("no colon in %q", line)
}

var unescaper = strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n")

func FuzzICS(f *testing.F) {
	f.Add("Open seminar", "Come; bring, \\ friends\nand cake", "Hall", "https://x.example/?a=b;c", "Maps", int64(1796306400), "Europe/London")
	f.Add("a\r\nBEGIN:VEVENT\r\nUID:evil", "\x00\x7f\xff", "地図", "x\r\ny", "a,b", int64(0), "Asia/Tokyo")
	f.Add(strings.Repeat("ü", 200), "", "", "", "", int64(-1), "Nowhere/x")
	f.Fuzz(func(t *testing.T, title, summary, venue, online, tag string, start int64, zone string) {
		at := time.Unix(start%(1<<33), 0).UTC() // until the year 2242: later ones have five digits some day
		e := blog.Event{Starts: at, Zone: zone, Online: online, Venue: blog.Venue{Name: venue}, Standing: blog.GoesAhead}
		e.ObjectID, e.State, e.PublishedAt = "0192aaaa-0000-7000-8000-000000000001", blog.StatePublished, noon
		e.Title, e.Summary, e.Tags, e.Form, e.Slug = title, summary, []string{tag}, blog.FormEvent, "x"
		var out bytes.Buffer
		if err := WriteICS(&out, Feed{Name: title, Base: "https://council.example"}, []blog.Event{e}); err != nil {
			t.Fatal(err)
		}
		properties, err := readICS(out.Bytes())
		if err != nil {
			t.Fatalf("%v in\n%s", err, out.String())
		}
		events, uids := 0, 0
		for _, p := range properties {
			switch {
			case p.name == "BEGIN" && p.value == "VEVENT":
				events++
			case p.name == "UID":
				uids++
			case p.name == "SUMMARY" && plain(title) && unescaper.Replace(p.value) != title:
				t.Errorf("title %q came back as %q", title, unescaper.Replace(p.value))
			}
		}
		if events != 1 || uids != 1 {
			t.Errorf("%d events with %d ids in\n%s", events, uids, out.String())
		}
	})
}

func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == utf8.RuneError })
}
