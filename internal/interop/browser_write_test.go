package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// strike strikes keys as a keyboard does: a key that the page takes writes no
// letter beside that.
func (w *window) strike(keys string, held ...chromedp.Modifier) {
	w.Helper()
	var modifiers chromedp.Modifier
	for _, m := range held {
		modifiers |= m
	}
	for _, key := range keys {
		for _, event := range kb.Encode(key) {
			control := key < ' ' || key > 0xff || modifiers&^chromedp.ModifierShift != 0
			if control && event.Type == kb.KeyChar {
				continue
			}
			event.Modifiers |= int64(modifiers)
			command(w, input.DispatchKeyEvent, *event)
		}
	}
}

// typing waits until the cursor is in the text. A dialog that closes gives the
// focus back before what was asked is done; it is gone after that.
func (w *window) typing() {
	w.Helper()
	if !tell[bool](w, "rich.until(() => document.activeElement.id === 'body-rich' && !document.querySelector('.rich-dialog'))") {
		w.Fatalf("the cursor is not in the text but at %+v", w.focus())
	}
}

// button goes to a button of the bar with the keyboard, and presses it.
func (w *window) button(name string) {
	w.Helper()
	w.strike(kb.F10, chromedp.ModifierAlt)
	w.strike(kb.Home)
	for range 40 {
		if strings.HasPrefix(tell[string](w, "document.activeElement.title"), name) {
			w.do(chromedp.KeyEvent(kb.Enter))
			return
		}
		w.strike(kb.ArrowRight)
	}
	w.Fatalf("there is no button %s", name)
}

// A whole post is written with the keyboard alone, and kept as the Markdown
// that it looks like.
func TestBrowserWritesByKeyboard(t *testing.T) {
	w := newInternet(t).node().start().writer()
	w.tabTo("title")
	w.press("By hand")
	w.tabTo("body-rich")
	w.strike("Intro ")
	w.strike("b", chromedp.ModifierCtrl)
	w.strike("bold")
	w.strike("b", chromedp.ModifierCtrl)
	w.strike(" end.\r")
	w.button("Heading (")
	w.typing()
	w.strike("Minutes\rRead ")
	w.strike("k", chromedp.ModifierCtrl)
	w.do(chromedp.WaitVisible("dialog[open]"))
	w.strike("the minutes\tcouncil.example/minutes")
	w.do(chromedp.KeyEvent(kb.Enter))
	w.typing()
	w.strike(", with **care**.\r")
	w.strike("- one\rtwo\r\r")
	w.button("Table")
	w.do(chromedp.WaitVisible("dialog[open]"))
	w.strike(kb.End + kb.Backspace + "2\t" + kb.End + kb.Backspace + "1")
	w.do(chromedp.KeyEvent(kb.Enter))
	w.typing()
	w.strike("Day\tMetres\tMonday\t1.2")
	w.strike(kb.ArrowDown)
	w.strike("Done.")
	w.tabToWords("Save draft", chromedp.KeyModifiers(chromedp.ModifierShift))
	w.leads(chromedp.KeyEvent(kb.Enter))
	const want = "Intro **bold** end.\n\n## Minutes\n\nRead [the minutes](https://council.example/minutes), with **care**.\n\n" +
		"- one\n- two\n\n| Day | Metres |\n| --- | --- |\n| Monday | 1.2 |\n\nDone."
	if got := tell[string](w, "document.querySelector('#body').value"); got != want {
		t.Errorf("kept is\n%s\nand was to be\n%s", got, want)
	}
	w.quiet("writing")
}

// What is copied from Word, Docs, LibreOffice or a web page comes as clean
// Markdown, and what was left out is said.
func TestBrowserPastes(t *testing.T) {
	w := newInternet(t).node().start().writer()
	for name, says := range map[string]string{
		"word": "Colours and fonts were left out; changes were accepted; 1 comment was left out; 1 picture must be uploaded.",
		"page": "menus and forms were left out; 1 embed was left out; 1 picture must be uploaded.", "docs": "1 picture must be uploaded.",
		"word-web": "", "libreoffice": "",
	} {
		page, err := os.ReadFile(filepath.Join("testdata", "paste", name+".html"))
		check(t, err)
		want, err := os.ReadFile(filepath.Join("testdata", "paste", name+".md"))
		check(t, err)
		got := tell[returned](w, "rich.pasted({'text/html': "+literal(string(page))+"})")
		if got.Text != strings.TrimSuffix(string(want), "\n") || !strings.Contains(got.Says, says) {
			t.Errorf("%s is pasted as\n%s\nand it is said %q", name, got.Text, got.Says)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"plain", "One *star\r\nand a line\r\n\r\nsee https://a.example/x_y", "One \\*star\\\nand a line\n\nsee https://a.example/x_y"},
		{"Markdown", "## Head\n\n- a\n- b\n\n**x** [y](https://a.example)", "## Head\n\n- a\n- b\n\n**x** [y](https://a.example)"},
	} {
		if got := tell[returned](w, "rich.pasted({'text/plain': "+literal(c.text)+"})"); got.Text != c.want {
			t.Errorf("%s is pasted as %q", c.name, got.Text)
		}
	}
	w.quiet("pasting")
}

// Names that the blog knows are offered while they are typed. A text that does
// not open says why, and can be tidied; the choice to write Markdown stays.
func TestBrowserRichHelps(t *testing.T) {
	n := newInternet(t).node().start()
	n.publish("post", "---\ntitle: Bins\ntags: [WasteWatch]\n---\nNew bins.\n")
	w := n.writer()
	w.do(chromedp.Focus("#body"))
	w.typing()
	w.strike("On #was")
	w.do(chromedp.WaitVisible("#rich-suggest [aria-selected=true]"))
	w.sees("#rich-suggest", "#WasteWatch")
	w.strike("\r")
	w.strike("today")
	w.do(chromedp.Click("[data-way=markdown]"))
	if got := tell[string](w, "rich.area.value"); got != "On #WasteWatch today" {
		t.Errorf("the text is %q", got)
	}
	w.fresh("/desk/posts/new")
	tell[string](w, richScript)
	if tell[bool](w, "rich.visual()") {
		t.Error("the choice to write Markdown is forgotten")
	}
	tell[string](w, `rich.load("Head\n====\n\n* a\n\n\n* b"); rich.press('Write visually'); ''`)
	w.sees(".rich-why", "spelt in a way")
	w.do(chromedp.Click(".rich-why button"), chromedp.WaitVisible("dialog[open]"))
	w.sees(".rich-difference", "====")
	w.do(chromedp.Click("dialog button[type=submit]"))
	w.typing()
	if got := tell[string](w, "rich.area.value"); got != "# Head\n\n* a\n\n* b" {
		t.Errorf("tidied it is %q", got)
	}
	tell[string](w, `rich.load("A note[^1]\n\n[^1]: here"); ''`)
	w.sees(".rich-why", "footnotes")
	w.quiet("help")
}

// A picture that is pasted is uploaded; before it stands in the text, it is
// described and credited.
func TestBrowserPastesPicture(t *testing.T) {
	w := newInternet(t).node().start().writer()
	tell[string](w, `new Promise(done => {
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = 640;
		canvas.getContext('2d').fillRect(0, 0, 300, 300);
		canvas.toBlob(blob => {
			const data = new DataTransfer();
			data.items.add(new File([blob], 'square.png', {type: 'image/png'}));
			rich.text().focus();
			rich.text().dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
			done('')
		})
	})`)
	w.do(chromedp.WaitVisible("dialog[open] img.rich-preview"), chromedp.Click("dialog button[type=submit]"), chromedp.WaitVisible("dialog .field-problem"))
	w.strike("A black square\t\tNear the bridge")
	w.do(chromedp.SetValue("dialog [name=focal]", "83 17"), chromedp.Click("dialog button[type=submit]"))
	if !tell[bool](w, "rich.until(() => document.querySelector('.rich-said').innerText.includes('is in the text'))") {
		t.Error("nobody says that the picture is in the text")
	}
	tell[string](w, "rich.press('Write Markdown'); ''")
	got := tell[string](w, "rich.area.value")
	if !strings.HasPrefix(got, "![A black square](/media/") || !strings.HasSuffix(got, ` "Near the bridge")`) {
		t.Errorf("the text is %q", got)
	}
	if n := w.node.desk.count("SELECT count(*) FROM pictures WHERE focal_x > 0.6 AND focal_y > 0.6 AND alt = 'A black square'"); n != 1 {
		t.Errorf("%d pictures have the description and the point that matters", n)
	}
	w.quiet("a picture")
}

// Two pictures of the library, each described as it is put in, make a gallery.
func TestBrowserMakesGallery(t *testing.T) {
	w := newInternet(t).node().start().writer()
	for _, upload := range []string{photograph(t), picture(t)} {
		w.open("/desk/pictures")
		w.do(chromedp.SetUploadFiles("#picture", []string{upload}))
		w.leads(chromedp.Click("//button[. = 'Upload']"))
	}
	w.open("/desk/posts/new")
	tell[string](w, richScript)
	w.tabTo("body-rich")
	w.button("Gallery")
	w.do(chromedp.Click("//dialog//button[. = 'Choose from the library']"), chromedp.WaitVisible("dialog[open] .thumbs"))
	w.inspect("desk-rich-gallery", axeSource(t))
	w.as(look{"light", 1280})
	w.do(chromedp.Click("dialog .thumb:nth-child(1)"), chromedp.Click("dialog .thumb:nth-child(2)"), chromedp.Click("dialog button[type=submit]"))
	for _, alt := range []string{"A square", "The bridge at sunset"} {
		w.do(chromedp.WaitVisible("dialog[open] img.rich-preview"), chromedp.SendKeys("dialog [name=alt]", alt), chromedp.Click("dialog button[type=submit]"))
		w.await("the dialog about "+alt+" is gone", func() bool { return tell[string](w, "document.querySelector('dialog [name=alt]')?.value ?? ''") != alt })
	}
	w.typing()
	tell[string](w, "rich.press('Write Markdown'); ''")
	if got := tell[string](w, "rich.area.value"); strings.Count(got, "](/media/") != 2 || !strings.HasPrefix(got, "![A square](") || !strings.Contains(got, ") ![The bridge at sunset](") {
		t.Errorf("the text is %q", got)
	}
	w.quiet("a gallery")
}

// A file that was uploaded is chosen by its name, and linked on a line of its own.
func TestBrowserLinksFile(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.writer()
	minutes := filepath.Join(t.TempDir(), "minutes.txt")
	check(t, os.WriteFile(minutes, []byte("We met and talked.\n"), 0o600))
	w.open("/desk/files")
	w.do(chromedp.SetUploadFiles("#file", []string{minutes}))
	w.leads(chromedp.Click("//button[. = 'Upload']"))
	path := n.desk.one(`SELECT '/media/' || hash || '.' || ext FROM files`)
	w.open("/desk/posts/new")
	tell[string](w, richScript)
	w.tabTo("body-rich")
	w.strike("Read them.")
	w.button("File")
	w.do(chromedp.WaitVisible("dialog[open] select"))
	w.inspect("desk-rich-file", axeSource(t))
	w.as(look{"light", 1280})
	w.sees("dialog[open]", "minutes.txt (Plain text)")
	w.do(chromedp.Click("dialog[open] button[type=submit]"))
	w.typing()
	tell[string](w, "rich.press('Write Markdown'); ''")
	if got := tell[string](w, "rich.area.value"); got != "Read them.\n\n[minutes]("+path+")" {
		t.Errorf("the text is %q", got)
	}
	w.quiet("linking a file")
}

// Without scripts the text area is what it was.
func TestBrowserWritesWithoutScripts(t *testing.T) {
	w := newInternet(t).node().start().window()
	w.signIn("Grace", "editor")
	command(w, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	w.open("/desk/posts/new")
	w.do(chromedp.SendKeys("#title", "Plain"), chromedp.SendKeys("#body", "Some **words**."))
	w.leads(chromedp.Click("button[value=preview]"))
	w.sees(".preview .prose", "Some words.")
	w.leads(chromedp.Click("button[value=save]"))
	if got := tell[string](w, "document.querySelector('#body').value"); got != "Some **words**." {
		t.Errorf("kept is %q", got)
	}
}
