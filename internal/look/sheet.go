package look

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"inews/internal/blog"
)

// fonts are the values of the custom properties of letters: what headings are set
// in, and texts.
var fonts = map[blog.Letters]string{
	blog.LettersBook:  "--head:var(--serif);--text:var(--serif)",
	blog.LettersMixed: "--head:var(--serif);--text:var(--sans)",
	blog.LettersPlain: "--head:var(--sans);--text:var(--sans)",
	blog.LettersOwn: `--serif:Georgia,"Noto Serif",serif;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;` +
		"--head:var(--serif);--text:var(--serif)",
}

// onPaper is what the style sheet needs to know of a head on paper; the scope
// stands before each selector.
const onPaper = `%[1]s .masthead{border-top:.375rem solid var(--accent)}
%[1]s .foot{border-top:1px solid var(--line)}
%[1]s .masthead .mark-ground{fill:var(--accent)}
%[1]s .masthead .mark-sign,%[1]s .masthead .mark-dot{fill:var(--on-accent)}
%[1]s .masthead .mark-wave{stroke:var(--on-accent)}
%[1]s .search input{border:1px solid var(--edge);border-inline-end:0}
`

// What is not chosen, as style.css has it: a sample by night may stand on a page
// by day.
const (
	dayInk   = "--sheet:#ffffff;--ink:#1d1b18;--soft:#5a5348;color-scheme:light;"
	nightInk = "--ink:#f1ece2;--soft:#bcb3a4;--line:#3d392f;--edge:#918878;color-scheme:dark;"
)

// Sheet is the style sheet of a look, which comes after the site's own. It holds
// nothing that somebody typed: colours are written anew, and the rest is chosen
// from lists.
func Sheet(look blog.Look) string {
	p := planOf(look)
	var b strings.Builder
	fmt.Fprintf(&b, "@media screen{:root{%s%s}}\n", properties(p.byDay(look.Masthead)), fonts[look.Letters])
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){:root{%s--paper:%s;--tint:%s;--line:#3d392f;--edge:#918878}}\n",
		properties(p.byNight(look.Masthead)), nightGrounds[0], nightGrounds[2])
	b.WriteString("@media (prefers-contrast:more){:root{--line:var(--edge)}}\n")
	if fonts := fonts[look.Letters]; look.Letters != blog.LettersBook {
		fmt.Fprintf(&b, "@media print{:root{%s}}\n", fonts)
	}
	if look.Masthead == blog.MastheadPaper {
		fmt.Fprintf(&b, "@media screen{\n"+onPaper+"}\n", ":root")
	}
	return b.String()
}

// Specimen is the style sheet of a sample, which shows a look within another
// page: by day in elements of the class specimen-day, by night in specimen-night.
func Specimen(look blog.Look) string {
	p := planOf(look)
	var b strings.Builder
	fmt.Fprintf(&b, ".specimen-day{"+dayInk+"%s%s}\n", properties(p.byDay(look.Masthead)), fonts[look.Letters])
	fmt.Fprintf(&b, ".specimen-night{"+nightInk+"--paper:%s;--sheet:%s;--tint:%s;%s%s}\n", nightGrounds[0], nightGrounds[1], nightGrounds[2], properties(p.byNight(look.Masthead)), fonts[look.Letters])
	if look.Masthead == blog.MastheadPaper {
		fmt.Fprintf(&b, onPaper, ".specimen")
	}
	return b.String()
}

// Version names a style sheet by what is in it.
func Version(sheet string) string {
	sum := sha256.Sum256([]byte(sheet))
	return hex.EncodeToString(sum[:6])
}

func properties(tones []tone) string {
	var b strings.Builder
	for _, t := range tones {
		fmt.Fprintf(&b, "--%s:%s;", t.name, t.colour)
	}
	return b.String()
}
