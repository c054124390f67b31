package interop

import (
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// signIn takes a new editor of that role through the one-time link that the
// command line prints. They choose no password for now.
func (w *window) signIn(name, role string) {
	w.Helper()
	var added struct{ Link string }
	w.node.inews(&added, "staff", "add", "--name", name, "--role", role, strings.ToLower(name)+"@council.example")
	w.open(strings.TrimPrefix(added.Link, w.node.base))
	w.leads(chromedp.Click("main button[type=submit]"))
	w.sees("h1", "Choose a password")
	w.leads(chromedp.Click("main a.button"))
	w.sees("h1", name)
}

// photograph is a JPEG file of a sunset.
func photograph(t *testing.T) string {
	t.Helper()
	sunset := image.NewRGBA(image.Rect(0, 0, 1600, 1000))
	for y := range 1000 {
		for x := range 1600 {
			sunset.SetRGBA(x, y, color.RGBA{R: uint8(255 - y/8), G: uint8(160 - y/8), B: uint8(60 + x/16), A: 255})
		}
	}
	name := filepath.Join(t.TempDir(), "sunset.jpg")
	file, err := os.Create(name)
	check(t, err)
	check(t, jpeg.Encode(file, sunset, nil))
	check(t, file.Close())
	return name
}

// An editor signs in by a link, writes a post with a picture, looks at the
// preview, publishes, and edits what is out; readers see each of it.
func TestBrowserPublishes(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "editor")
	w.leads(chromedp.Click("main a[href='/desk/posts/new']"))
	w.do(
		chromedp.SendKeys("#title", "The bridge is open"), chromedp.SendKeys("#summary", "You can cross the river again."),
		chromedp.SendKeys("#body", "## At last\n\nCome and **walk** over it."),
		chromedp.SetUploadFiles("#upload", []string{photograph(t)}), chromedp.SendKeys("#alt", "The bridge at sunset"),
		chromedp.Click("//summary[starts-with(., 'Credit')]"), chromedp.SendKeys("#credit", "Ben Brookes"),
		chromedp.SendKeys("#credit_title", "Evening"), chromedp.SetValue("#licence", "CC BY 4.0"),
		chromedp.SendKeys("#tags", "Bridges"),
	)
	w.leads(chromedp.Click("button[value=preview]"))
	w.sees("#preview-title", "Preview")
	w.sees(".preview .prose", "walk over it")
	w.sees(".preview .fedi", "You can cross the river again.")
	w.sees(".preview figcaption", "Ben Brookes")
	if code, _ := n.page("/posts/the-bridge-is-open"); code != 404 {
		t.Errorf("readers get %d for what is only previewed", code)
	}
	w.leads(chromedp.Click("button[value=publish]"))
	w.sees(".notice", "Published")
	w.leads(chromedp.Click(".tabs a[href^='/posts/']"))
	w.sees("h1", "The bridge is open")
	w.sees(".prose h2", "At last")
	w.showsPicture("The bridge at sunset", "Evening by Ben Brookes, CC BY 4.0")

	w.open("/desk/posts")
	w.leads(chromedp.Click("//a[. = 'The bridge is open']"))
	w.do(chromedp.SetValue("#title", "The bridge is open again"), chromedp.SendKeys("#body", "\n\nMind the step."))
	w.leads(chromedp.Click("button[value=save]"))
	w.sees(".notice", "The page is up to date")
	w.fresh("/posts/the-bridge-is-open")
	w.sees("h1", "The bridge is open again")
	w.sees(".prose", "Mind the step.")
	w.sees(".byline", "Updated")
	w.showsPicture("The bridge at sunset", "Evening by Ben Brookes, CC BY 4.0")
	w.open("/")
	w.sees("main", "The bridge is open again")
}

// showsPicture makes sure that the picture of a post has come and is explained.
func (w *window) showsPicture(alt, caption string) {
	w.Helper()
	picture := tell[struct {
		Alt    string
		Loaded bool
		Wide   int
	}](w, "(i => ({alt: i.alt, loaded: i.complete && i.naturalWidth > 0, wide: i.clientWidth}))(document.querySelector('figure img'))")
	if picture.Alt != alt || !picture.Loaded || picture.Wide < 300 {
		w.Errorf("the picture is %+v", picture)
	}
	w.sees("figcaption", caption)
}
