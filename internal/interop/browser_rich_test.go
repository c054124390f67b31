package interop

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"inews/internal/richtext"
)

// script gives the page functions that act on the editor as somebody at the
// keyboard does; what they do goes through the events of the browser.
const richScript = `
	window.rich = {
		area: document.querySelector('#body'),
		text: () => document.querySelector('#body-rich'),
		press: (name) => [...document.querySelectorAll('.rich button')].find(b => b.title.startsWith(name) || b.innerText === name).click(),
		visual: () => document.querySelector('[data-way=visual]').getAttribute('aria-pressed') === 'true',
		async until(sure) { for (let i = 0; i < 2000 && !sure(); i++) await new Promise(r => setTimeout(r, 5)); return sure() },
		load(text) { this.area.value = text; this.area.dispatchEvent(new Event('input', {bubbles: true})) },
		// touch types a letter at the end of the first line and takes it back, so
		// that the whole document is written anew.
		async touch() {
			this.text().focus();
			const first = this.text().firstElementChild, before = first.innerText;
			getSelection().selectAllChildren(first); getSelection().collapseToEnd();
			document.execCommand('insertText', false, 'Z');
			if (!await this.until(() => first.innerText !== before || this.text().firstElementChild.innerText !== before)) return 'nothing was typed';
			this.press('Undo');
			return ''
		},
		// back is what comes back from the visual editor.
		async back(text) {
			this.load(text);
			if (!this.visual()) { const why = document.querySelector('.rich-why').innerText; const kept = this.area.value; this.press('Write visually'); return {plain: why || 'plain', text: kept} }
			const failed = await this.touch();
			this.press('Write Markdown');
			const got = this.area.value;
			this.press('Write visually');
			return {failed, text: got}
		},
		paste(types) {
			const data = new DataTransfer();
			for (const [type, text] of Object.entries(types)) data.setData(type, text);
			this.text().focus();
			this.text().dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
		},
		// pasted is the Markdown of what is pasted into an empty text.
		pasted(types) {
			this.load('');
			this.paste(types);
			this.press('Write Markdown');
			const got = this.area.value;
			this.press('Write visually');
			return {text: got, says: document.querySelector('.rich-said').innerText}
		},
	}; ''`

// returned is what a function of richScript gives back.
type returned struct {
	Text, Says    string
	Plain, Failed string
}

func literal(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// writer is a window in which an editor has a new post before them.
func (n *node) writer() *window {
	n.Helper()
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/posts/new")
	tell[string](w, richScript)
	return w
}

func (w *window) back(text string) returned {
	w.Helper()
	return tell[returned](w, "rich.back("+literal(text)+")")
}

// What the visual editor opens comes back to the letter, and so does the page
// that readers see.
func TestBrowserRichReturnsDocuments(t *testing.T) {
	w := newInternet(t).node().start().writer()
	const documents = 200
	for n := range documents {
		text := newAuthor(uint64(n)).document(n)
		got := w.back(text)
		if got.Plain != "" || got.Failed != "" {
			t.Fatalf("document %d does not open: %s%s\n%s", n, got.Plain, got.Failed, text)
		}
		if got.Text != text {
			t.Fatalf("document %d comes back as\n%s\nand was\n%s", n, got.Text, text)
		}
		if a, b := pageOf(t, text), pageOf(t, got.Text); a != b {
			t.Errorf("document %d is another page:\n%s\n%s", n, a, b)
		}
	}
	w.overlook("/media/")
	w.quiet("the documents")
}

// overlook drops the complaints about addresses below a folder: a text names
// pictures that are not there, and a copy may come when the post is saved.
func (w *window) overlook(folder string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = slices.DeleteFunc(w.complaints, func(c string) bool { return strings.Contains(c, folder) })
}

func pageOf(t *testing.T, markdown string) string {
	t.Helper()
	document, err := richtext.Markdown(markdown, richtext.Options{})
	check(t, err)
	return document.HTML.String()
}

// Whatever is in the text area, it stays plain, or comes back to the letter.
func TestBrowserRichKeepsAnything(t *testing.T) {
	w := newInternet(t).node().start().writer()
	r := rand.New(rand.NewPCG(7, 7))
	opened := 0
	for n := range 200 {
		text := "Begin\n\n" + newAuthor(uint64(1000+n)).blocks(2, 2)
		for range 1 + r.IntN(2) { // a slip of the hand
			letters := []rune(text)
			at := 7 + r.IntN(len(letters)-7)
			slip := []string{"*", "_", "\n", "`", "[", "](x)", "<b>", "~", "#", "  ", "\\", "[^1]", "|", "&amp;", "-", "\t", "\u00a0", "[a]: /b"}[r.IntN(18)]
			text = string(letters[:at]) + slip + string(letters[at+r.IntN(2):])
		}
		got := w.back(text)
		if got.Failed != "" || got.Text != text {
			t.Fatalf("%s comes back as\n%q\nand was\n%q", got.Failed, got.Text, text)
		}
		if got.Plain == "" {
			opened++
		}
	}
	if opened < 20 {
		t.Errorf("only %d of the texts opened: nothing was tried", opened)
	}
	w.overlook("/media/")
	w.quiet("anything")
}

// Characters that mean something in Markdown mean nothing where somebody has
// them as text: readers see just them.
func TestBrowserRichEscapes(t *testing.T) {
	w := newInternet(t).node().start().writer()
	r := rand.New(rand.NewPCG(9, 9))
	signs := []string{"*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "[x](y)", "![", "<b>", "<!", "&amp;", "&", "&#50;", "# ", "#", "##", "> ", "- ", "+ ", "1. ", "2) ", "~", "~~", "|", "\\", "\\\\", "=", "===", ":", "a", "word", " ", "é", "x_y", "@", "https://a.example/x_y", "[^1]", "[a]: b", "^", "$"}
	var lines []string
	var pasted strings.Builder
	for range 300 {
		var line strings.Builder
		for range 1 + r.IntN(8) {
			line.WriteString(signs[r.IntN(len(signs))])
		}
		text := strings.Join(strings.Fields(line.String()), " ")
		if text == "" {
			continue
		}
		lines = append(lines, text)
		fmt.Fprintf(&pasted, "<p>%s</p>", html.EscapeString(text))
	}
	got := tell[returned](w, "rich.pasted({'text/html': "+literal(pasted.String())+"})")
	paragraphs := strings.Split(got.Text, "\n\n")
	if len(paragraphs) != len(lines) {
		t.Fatalf("%d lines became %d paragraphs:\n%s", len(lines), len(paragraphs), got.Text)
	}
	for i, line := range lines {
		shown := pageOf(t, paragraphs[i])
		document, err := richtext.Markdown(paragraphs[i], richtext.Options{})
		check(t, err)
		if document.Text != line || !strings.HasPrefix(shown, "<p>") {
			t.Errorf("%q is written %q and read as %q: %s", line, paragraphs[i], document.Text, shown)
		}
	}
	if whole := pageOf(t, got.Text); strings.Count(whole, "<p>") != len(lines) {
		t.Errorf("together they are another page")
	}
	w.quiet("signs")
}

// The visual editor is without barriers, with everything in it and with its
// dialogs open, by day and by night, on a phone and on a desk.
func TestBrowserRichLooks(t *testing.T) {
	source := axeSource(t)
	w := newInternet(t).node().start().writer()
	tell[string](w, "rich.load("+literal("Read *this* and **that**, see https://a.example/x_y, #Care and @ann@social.example.\n\n## Heading\n\n- one\n  - two\n\n1. first\n\n> Quoted\n\n"+
		"```go\nx := 1\n```\n\n| Day | Metres |\n| --- | --: |\n| Monday | 1.2 |\n\n---\n\nhttps://video.example/watch\n\n[Minutes, PDF](/media/minutes.pdf)\n\n![A bridge](https://away.example/b.jpg \"At dusk\")")+"); document.querySelector('#body-rich td').scrollIntoView(); ''")
	w.do(chromedp.Click("#body-rich td"))
	w.inspect("desk-rich", source)
	w.do(chromedp.Click("button[title^=Link]"), chromedp.WaitVisible("dialog[open]"))
	w.inspect("desk-rich-link", source)
}
