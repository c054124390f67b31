package desk

import (
	"net/http"

	"inews/internal/blog"
)

// watchPage lists the words and the ranges of addresses that staff watch.
type watchPage struct {
	frame
	Words  []blog.WatchedWord
	Ranges []blog.WatchedRange
	Word   string // as typed
	Range  string
}

func (d *Desk) watched(v *visit) error { return d.showWatched(v, http.StatusOK, nil) }

func (d *Desk) showWatched(v *visit, code int, wrong error) error {
	page := watchPage{frame: d.frameIn(v, "people", "Watched words and connections"), Word: v.form.Get("word"), Range: v.form.Get("range")}
	var err error
	if page.Words, err = d.DB.WatchedWords(v.ctx()); err != nil {
		return err
	}
	if page.Ranges, err = d.DB.WatchedRanges(v.ctx()); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "watch", page)
}

func (d *Desk) watchWord(v *visit) error {
	return d.watch(v, d.Comments.WatchWord(v.ctx(), v.editor, v.form.Get("word"), reasonIn(v)))
}

func (d *Desk) unwatchWord(v *visit) error {
	return d.watch(v, d.Comments.UnwatchWord(v.ctx(), v.editor, v.form.Get("word")))
}

func (d *Desk) watchRange(v *visit) error {
	effect := blog.RangeEffect(v.form.Get("effect"))
	return d.watch(v, d.Comments.WatchRange(v.ctx(), v.editor, v.form.Get("range"), effect, reasonIn(v)))
}

func (d *Desk) unwatchRange(v *visit) error {
	return d.watch(v, d.Comments.UnwatchRange(v.ctx(), v.editor, v.form.Get("range")))
}

// watch goes back to the list, or shows what is wrong with what was typed.
func (d *Desk) watch(v *visit, err error) error {
	if err != nil && isForm(err) {
		return d.showWatched(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/watch", watchSaved)
}
