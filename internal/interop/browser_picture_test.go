package interop

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"inews/internal/media"
)

// A picture is pointed at and cut by the keyboard alone: the mark and the corner
// move by arrow keys, the fields follow, and the forms say the same to the
// server as without a script.
func TestBrowserCropsByKeyboard(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/pictures")
	w.do(chromedp.SetUploadFiles("#picture", []string{photograph(t)}))
	w.leads(chromedp.Click("main form[enctype] button[type=submit]"))
	w.sees(".notice", "Now describe it")
	w.tabUntil(func(p place) bool { return p.InMain && p.Name == "" && w.at(".spot-mark") })
	for range 3 {
		w.press(kb.ArrowRight)
	}
	w.press(kb.ArrowUp, chromedp.KeyModifiers(8)) // with shift: ten times as far
	w.holds("#focal_left", "53")
	w.holds("#focal_top", "40")
	w.tabTo("alt")
	w.press("The bridge at sunset")
	w.do(chromedp.Click("#whose-ours"))
	w.leads(chromedp.Click("#describe button[type=submit]"))
	w.sees(".notice", "Each use of the picture")
	w.sees(".side .state", "Ready to publish")
	w.holds("#focal_left", "53")
	if left := tell[string](w, "document.querySelector('.spot-mark').style.left"); left != "53%" {
		t.Errorf("the mark stands at %s", left)
	}
	w.tabUntil(func(place) bool { return w.at(".cutter-nw") })
	for range 5 {
		w.press(kb.ArrowRight, chromedp.KeyModifiers(8))
	}
	w.tabUntil(func(place) bool { return w.at(".cutter-move") })
	w.press(kb.ArrowLeft)
	w.holds("#crop_left", "784")
	w.holds("#crop_width", "800")
	w.tabToWords("Cut it out")
	w.leads(chromedp.KeyEvent(kb.Enter))
	w.sees(".notice", "a picture of its own")
	w.sees(".side dl dd", "800 by 1000")
	w.quiet("the page of a picture")
}

// at tells whether the focus is there.
func (w *window) at(selector string) bool {
	w.Helper()
	return tell[bool](w, fmt.Sprintf("document.activeElement.matches(%q)", selector))
}

// holds makes sure of what stands in a field.
func (w *window) holds(selector, value string) {
	w.Helper()
	if got := tell[string](w, fmt.Sprintf("document.querySelector(%q).value", selector)); got != value {
		w.Errorf("%s holds %q, want %q", selector, got, value)
	}
}

// A video is played within the page, without a script, once somebody presses its
// link; before that no other server is asked for anything.
func TestBrowserPlaysWhenAsked(t *testing.T) {
	n := newInternet(t).node().start()
	const id = "kkGMgK9ZtnKfYAgnEtQxbv"
	n.publish("post", "---\ntitle: A film\n---\nLook:\n\nhttps://tube.invalid/w/"+id+"\n")
	w := n.window()
	w.open("/posts/a-film")
	w.do(chromedp.ScrollIntoView(".embed iframe"))
	w.quiet("a page with a video")
	w.tabUntil(func(place) bool { return w.at(".embed-play a") })
	w.do(chromedp.KeyEvent(kb.Enter))
	n.await("the player is asked for", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return slices.Contains(w.asked, "https://tube.invalid/videos/embed/"+id)
	})
	if path := tell[string](w, "location.pathname"); path != "/posts/a-film" {
		t.Errorf("the page itself went to %s", path)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, complaint := range w.complaints {
		if strings.Contains(complaint, "Content Security Policy") {
			t.Errorf("the browser says %s", complaint)
		}
	}
}

// illustrate publishes a post with a gallery, a file and a video, of pictures
// that the demonstration brought, one of which lacks what publishing asks for.
func (s *showcase) illustrate() {
	s.Helper()
	ctx := context.Background()
	pictures, err := s.desk.db.Pictures(ctx, 4)
	check(s.T, err)
	uploads := &media.Uploads{DB: s.desk.db, Folder: media.Folder{Root: filepath.Join(s.data, "media")}, Darkroom: media.NewDarkroom(1, media.Limits{})}
	file, err := uploads.AddFile(ctx, s.desk.editor, "Service plan for "+longWord[:40]+".pdf", strings.NewReader("%PDF-1.7\n"))
	check(s.T, err)
	sunset, err := os.Open(photograph(s.T))
	check(s.T, err)
	defer sunset.Close()
	bare, err := uploads.Add(ctx, s.desk.editor, sunset)
	check(s.T, err)
	s.bare = bare.Hash
	body := "The plan in pictures.\n\n"
	for i, p := range pictures {
		body += fmt.Sprintf("![](%s \"Picture %d of the plan\")\n", p.Path(), i+1)
	}
	body += "\n![](" + pictures[0].Path() + ")\n\n[Service plan](" + file.Path() + ")\n\nhttps://tube.invalid/w/kkGMgK9ZtnKfYAgnEtQxbv\n\nThat is all.\n"
	s.publish("post", "---\ntitle: أهلا بكم في مكتبة الأشياء\nslug: from-right-to-left\nlanguage: ar\nsummary: يمكنكم استعارة مثقاب أو خيمة ببطاقة المكتبة نفسها.\n"+
		"published: 2026-05-04T09:00:00Z\n---\nالمكتبة مفتوحة كل يوم.\n\n## ما الذي نعيره\n\n- أدوات\n- خيام\n- آلات موسيقية\n\n> كل شيء تقريبا يعود إلينا.\n\nاكتبوا لنا.\n")
	s.illustrated = s.publish("post", "---\ntitle: The plan in pictures\nslug: the-plan-in-pictures\n---\n"+body)
}
