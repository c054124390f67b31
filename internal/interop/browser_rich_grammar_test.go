package interop

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// author writes documents that reach everything which our Markdown has, nested,
// in the spelling that the visual editor keeps.
type author struct {
	*rand.Rand
	links   bool // the line that is written has links: then brackets are escaped
	strikes bool // it strikes words out: then no other ~ is in it
}

func newAuthor(seed uint64) *author { return &author{Rand: rand.New(rand.NewPCG(seed, 4))} }

func (a *author) one(of ...string) string { return of[a.IntN(len(of))] }

// document begins with a line of its own, in which the test types.
func (a *author) document(n int) string {
	return fmt.Sprintf("Document %d\n\n", n) + a.blocks(0, 3+a.IntN(6))
}

// blocks never has two lists beside each other, which are told apart by their
// bullets alone.
func (a *author) blocks(depth, n int) string {
	var parts []string
	list := false
	for range n {
		block, isList := a.block(depth, list)
		parts, list = append(parts, block), isList
	}
	return strings.Join(parts, "\n\n")
}

func (a *author) block(depth int, afterList bool) (string, bool) {
	kind := a.IntN(14)
	if depth >= 3 && kind >= 9 || afterList && (kind == 9 || kind == 10) {
		kind = 0
	}
	switch kind {
	case 4:
		return strings.Repeat("#", 2+a.IntN(5)) + " " + a.line(false), false
	case 5:
		return a.code(), false
	case 6:
		return a.one("---", "***", "___"), false
	case 7:
		return a.table(), false
	case 8:
		return a.alone(), false
	case 9:
		return a.list(depth, func(int) string { return "" }), true
	case 10:
		start, mark := a.IntN(12), a.one(".", ")")
		return a.list(depth, func(i int) string { return fmt.Sprint(start+i, mark) }), true
	case 11, 12:
		return prefixed(a.blocks(depth+1, 1+a.IntN(3)), "> ", "> "), false
	}
	return a.line(true), false
}

// alone is what stands by itself in its paragraph: a picture, with a caption or
// without, a gallery, a file, something embedded.
func (a *author) alone() string {
	return a.one("![A bridge at dusk](/media/bridge.jpg)", `![A bridge](/media/bridge.jpg "The bridge, \"at last\"")`,
		"![One](/media/1.jpg) ![Two](/media/2.jpg)\n![Three](/media/3.jpg)", "[Minutes of May, PDF](/media/minutes.pdf)",
		"https://video.example/watch?v=a_b-c", "<https://video.example/watch>")
}

func (a *author) code() string {
	fence := a.one("```", "~~~", "````")
	content := a.one("plain *text* <b>", "x := `y`\n\n\tif x {\n\t}", "```\nnested\n```", "~~~", "", "  indented\n- no list")
	if strings.Contains(content, fence) {
		fence = strings.Repeat(fence[:1], 5)
		if strings.Contains(content, "```") && fence[0] == '`' {
			fence = "````"
		} else if fence[0] == '~' {
			fence = "~~~~"
		}
	}
	if content != "" {
		content += "\n"
	}
	return fence + a.one("", "go", "html") + "\n" + content + fence
}

func (a *author) table() string {
	width := 1 + a.IntN(4)
	row := func(cell func() string) string {
		var b strings.Builder
		b.WriteString("|")
		for range width {
			b.WriteString(strings.ReplaceAll(" "+cell()+" |", "  |", " |"))
		}
		return b.String()
	}
	rows := []string{row(a.cell), row(func() string { return a.one("---", ":--", ":-:", "--:", ":---:", "-----") })}
	for range a.IntN(4) {
		rows = append(rows, row(a.cell))
	}
	return strings.Join(rows, "\n")
}

func (a *author) cell() string {
	if a.IntN(6) == 0 {
		return ""
	}
	return a.line(false) + a.one("", "", ` a\|b`, " `x\\|y`")
}

// list is tight or loose. In a tight one nothing follows the words of an item
// but what begins by itself: code, or another list.
func (a *author) list(depth int, sign func(int) string) string {
	tight := a.IntN(2) == 0
	bullet := a.one("-", "*", "+")
	var items []string
	for i := range 2 + a.IntN(3) {
		before := sign(i)
		if before == "" {
			before = bullet
		}
		before += " "
		item := a.line(true)
		switch {
		case tight && depth < 3 && a.IntN(4) == 0:
			item += "\n" + a.tightList()
		case tight && a.IntN(6) == 0:
			item += "\n" + a.code()
		case !tight && depth < 3:
			item += "\n\n" + a.blocks(depth+1, 1+a.IntN(2))
		}
		items = append(items, prefixed(item, before, strings.Repeat(" ", len(before))))
	}
	if tight {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, "\n\n")
}

func (a *author) tightList() string {
	sign := a.one("-", "+", "*")
	return sign + " " + a.line(false) + "\n" + sign + " " + a.line(false)
}

// prefixed puts something before the first line, and before the others that
// are not empty.
func prefixed(text, first, other string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line == "" && strings.HasPrefix(other, ">"):
			lines[i] = ">"
		case line != "":
			lines[i] = other + line
		}
	}
	return strings.Join(lines, "\n")
}

// line is words with all that may stand between them.
func (a *author) line(breaks bool) string {
	a.links, a.strikes = a.IntN(3) == 0, a.IntN(4) == 0
	parts := []string{a.word()}
	for range 1 + a.IntN(5) {
		parts = append(parts, a.piece())
		if breaks && a.IntN(8) == 0 {
			parts[len(parts)-1] += a.one("\n", "\\\n", "  \n") + a.start()
		}
	}
	return strings.ReplaceAll(strings.Join(append(parts, a.word()), " "), "\n ", "\n")
}

func (a *author) word() string {
	return a.one("bins", "council", "Straße", "дорога", "on time", "naïve", "道路")
}

// start is what begins a line within a paragraph without meaning anything.
func (a *author) start() string {
	return a.one("then", `\- no list`, `1\. no list`, `\# no heading`, `\> no quote`, "#Tag", "+1", "2026 was", `\+ no list`)
}

func (a *author) piece() string {
	w := a.word()
	if a.links && a.IntN(3) == 0 {
		return a.one("["+w+"](https://a.example/x_(y))", "["+w+" **"+a.word()+"** x](/pages/about \"A \\\"title\\\"\")", "**["+w+"](/x)**",
			"<https://auto.example/a_b>", "<mail@auto.example>", "![a "+w+"](/media/p_1.png)", "[![pic](/media/p.png)](https://a.example)", "*["+w+"](#top)*",
			"["+w+`](/x) \[sic\]`, "see www.place.example/x_y now", "x https://place.example/a_b_c?d=e&f=g#h, y", "(https://place.example/(x))")
	}
	if a.strikes && a.IntN(3) == 0 {
		return a.one("~~"+w+"~~", "~~"+w+" **"+a.word()+"** "+a.word()+"~~", "~~**"+w+"**~~")
	}
	switch a.IntN(10) {
	case 0:
		return a.one("**"+w+"**", "__"+w+"__", "**"+w+" *"+a.word()+"* x**", "***"+w+"***", "**_"+w+"_**", "be**gin**s")
	case 1:
		return a.one("*"+w+"*", "_"+w+"_", "*"+w+" **"+a.word()+"** x*", "*"+w+" `"+w+"`*")
	case 2:
		return a.one("`"+w+"`", "``a`b``", "`*no* [stress](x)`", "**`"+w+"`**", "`<b>`")
	case 3:
		return a.one("#Care", "#two_words", "(#Café)", "@ann@social.example", "@a_b@c.example:8443")
	case 4:
		return a.one("a.b@mail.example", "1914–1918", "100 %")
	case 5:
		return a.one("5 * 3", "snake_case_word", `\*no stress\*`, `\_no stress\_`, "AT&T", "a < b", "&amp;lt;", `C:\dir`, "\\`tick", "1. x", "x=y", "100%", "«q»", `\<b>`, "O'Neil", `"said"`, "50–60", "...")
	case 6:
		if a.links {
			return w
		}
		return a.one("[sic]", "[ ]", "a ] b")
	}
	return w
}
