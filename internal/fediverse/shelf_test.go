package fediverse_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	fed "inews/federation"
	"inews/federation/actor"
	"inews/internal/blog"
	"inews/internal/fediverse"
)

// printer is a library whose documents say how many it has made.
type printer struct {
	printed int
	slow    chan struct{} // if set, a document is done when it is closed
	err     error
}

func (p *printer) Document(context.Context, fed.ID) (actor.Document, error) {
	p.printed++
	printed := p.printed
	if p.slow != nil {
		<-p.slow
	}
	return actor.Document{Body: fmt.Append(nil, printed)}, p.err
}

// A document is kept for ten minutes; for as long again the old one is given
// out while a new one is made, and while the database is away for ever. A change
// makes it old at once, a like when it is two seconds old.
func TestShelfKeeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &printer{}
		shelf := &fediverse.Shelf{Library: p, Now: time.Now}
		reads := func(want string) {
			t.Helper()
			document, err := shelf.Document(t.Context(), "https://blog.example/ap/posts/1")
			if err != nil || string(document.Body) != want {
				t.Errorf("got print %s, %v, want %s", document.Body, err, want)
			}
			synctest.Wait()
		}
		passes := func(d time.Duration) { <-time.After(d) } // on the clock of the bubble
		reads("1")
		passes(9 * time.Minute)
		reads("1")
		passes(time.Minute)
		reads("1")
		reads("2")
		passes(20 * time.Minute)
		reads("3")
		shelf.Forget("post 1 1")
		reads("4")
		for range 1000 {
			shelf.Forget("like 1 1") // a storm of them: the number may be late
			reads("4")
		}
		passes(blog.TallyLate)
		reads("5")
		reads("5")
		shelf.Forget("follower https://a.example/users/ann ")
		shelf.Forget("") // notices were missed
		reads("6")
		p.err = fed.ErrUnavailable
		passes(time.Hour)
		reads("6")
		if made := shelf.Made(); made != 7 {
			t.Errorf("made %d, want 7", made)
		}
	})
}

// Whoever asks after a change does not get what was begun before it.
func TestShelfDropsWhatAChangeOvertook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &printer{slow: make(chan struct{})}
		shelf := &fediverse.Shelf{Library: p, Now: time.Now}
		got := make(chan string, 2)
		read := func() {
			document, _ := shelf.Document(t.Context(), "https://blog.example/ap/posts/1")
			got <- string(document.Body)
		}
		go read()
		synctest.Wait()
		shelf.Forget("post 1 1")
		go read()
		synctest.Wait()
		close(p.slow)
		synctest.Wait()
		if first, second := <-got, <-got; first == second {
			t.Errorf("both got print %s", first)
		}
	})
}

type broken struct{}

func (broken) Document(context.Context, fed.ID) (actor.Document, error) { panic("at the printer's") }

func TestShelfSurvivesAPanic(t *testing.T) {
	shelf := &fediverse.Shelf{Library: broken{}, Now: time.Now}
	if _, err := shelf.Document(t.Context(), "https://blog.example/ap/posts/1"); err == nil {
		t.Error("no error")
	}
}
