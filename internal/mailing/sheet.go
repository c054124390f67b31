package mailing

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"inews/internal/blog"
	"inews/internal/tongue"
)

//go:embed templates
var files embed.FS

// The HTML part is made of typed pieces, each escaped where it stands. It loads
// nothing from elsewhere and looks for nobody: no pixel, no counted link.
var sheets = template.Must(template.ParseFS(files, "templates/*.html"))

// sheet is what the HTML part of a message to a reader shows.
type sheet struct {
	Subject    string
	Language   string
	Heading    string // of a digest
	Paragraphs []paragraph
	Items      []item
	Events     string // the heading of Coming
	Coming     []item // events
	Foot       foot
}

// paragraph is a button, when it has one, or lines of text and links.
type paragraph struct {
	Button piece
	Lines  [][]piece
}

// piece is a run of text, and where it leads, if it does.
type piece struct{ Text, Address string }

// foot is what stands below a message to a reader.
type foot struct {
	Site, Organisation, Address string
	Why                         string
	Manage                      piece  // leads to the page at which a subscriber changes what comes, if there is one
	Leave                       piece  // likewise to the page that ends more like it
	press                       string // the address that ends it by one request (RFC 8058), the same in every language; "" without one
}

func render(s sheet) (string, error) {
	var b strings.Builder
	if err := sheets.ExecuteTemplate(&b, "mail.html", s); err != nil {
		return "", fmt.Errorf("compose message: %w", err)
	}
	return b.String(), nil
}

func (c *Composer) foot(m blog.Mail) (foot, error) {
	t := c.tongue(m)
	f := foot{Site: c.site(t), Organisation: cmp.Or(t.Called.Organisation, c.Organisation), Address: c.BaseURL + t.Path("/"), Why: m.Why}
	if m.Subscription != "" {
		manage, err := c.Tokens.Sign(ToManage, m.Subscription)
		if err != nil {
			return f, err
		}
		f.Manage = piece{t.Say("Change what you get"), c.BaseURL + t.Path(UpdatesPath+"/"+manage)}
	}
	if m.Leave == "" {
		return f, nil
	}
	token, err := c.Tokens.Sign(ToLeave, m.Leave)
	f.Leave = piece{t.Say("Stop these messages"), c.BaseURL + t.Path(UnsubscribePath+token)}
	f.press = c.BaseURL + UnsubscribePath + token
	return f, err
}

// text is the foot in the plain part.
func (f foot) text(t *tongue.Tongue) string {
	lines := []string{f.Site}
	if f.Organisation != "" && f.Organisation != f.Site {
		lines[0] += ", " + f.Organisation
	}
	lines = append(lines, f.Address)
	if f.Why != "" {
		lines = append(lines, f.Why)
	}
	if f.Manage.Address != "" {
		lines = append(lines, t.Say("To change what you get, open %s", f.Manage.Address))
	}
	if f.Leave.Address != "" {
		lines = append(lines, t.Say("To stop these messages, open %s", f.Leave.Address))
	}
	return strings.Join(lines, "\n") + "\n"
}

var (
	betweenParagraphs = regexp.MustCompile(`\n[ \t]*\n\s*`)
	webAddress        = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)'’”]`)
	buttonShape       = regexp.MustCompile(`^([^\n:]{1,80}): (https?://[^\s<>"]+)$`)
)

// paragraphs reads a plain text as blog.Mail describes it.
func paragraphs(text string) []paragraph {
	var all []paragraph
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	for _, part := range betweenParagraphs.Split(text, -1) {
		if button := buttonShape.FindStringSubmatch(part); button != nil {
			all = append(all, paragraph{Button: piece{button[1], button[2]}})
			continue
		}
		var p paragraph
		for line := range strings.SplitSeq(part, "\n") {
			p.Lines = append(p.Lines, pieces(line))
		}
		all = append(all, p)
	}
	return all
}

// pieces are a line's text and the addresses in it.
func pieces(line string) []piece {
	var all []piece
	at := 0
	for _, found := range webAddress.FindAllStringIndex(line, -1) {
		if found[0] > at {
			all = append(all, piece{Text: line[at:found[0]]})
		}
		address := line[found[0]:found[1]]
		all = append(all, piece{address, address})
		at = found[1]
	}
	if at < len(line) {
		all = append(all, piece{Text: line[at:]})
	}
	return all
}
