package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"inews/internal/blog"
	"inews/internal/calendar"
)

// What the buttons of the editor ask for. A form without a button saves.
const (
	doPreview   = "preview"
	doPublish   = "publish"
	doSchedule  = "schedule"
	doOverwrite = "overwrite" // save although somebody else did
	doJoin      = "join"      // put what both changed into the form
)

func (d *Desk) savePost(v *visit) error  { return d.save(v, readSheet(v.form, v.Param("id"), false)) }
func (d *Desk) saveEvent(v *visit) error { return d.save(v, readSheet(v.form, v.Param("id"), true)) }

// save does what the pressed button says. Whatever goes wrong, the writer gets
// back what they typed.
func (d *Desk) save(v *visit, s sheet) error {
	do := v.form.Get("do")
	if s.ID != "" {
		if _, err := d.post(v); err != nil {
			return err
		}
	}
	again := func(err error) error {
		if err != nil && !isForm(err) {
			return err
		}
		return d.editor(v, s, nil, err)
	}
	if err := d.upload(v, &s); err != nil {
		return again(err)
	}
	if key := v.form.Get("mend"); key != "" {
		return d.mend(v, s, key)
	}
	pressed, err := d.noteInForm(v, &s)
	if err != nil || pressed {
		return again(err)
	}
	if do == doRecall {
		if err := d.recallInForm(v, &s); err != nil {
			return again(err)
		}
	}
	if do == doPreview {
		preview, err := d.previewOf(v, s)
		if err != nil {
			return again(err)
		}
		return d.editor(v, s, preview, nil)
	}
	if do == doJoin {
		return d.join(v, s)
	}
	if do == doOverwrite {
		latest, err := d.DB.PostByID(v.ctx(), s.ID)
		if err != nil {
			return again(err)
		}
		s.Version = latest.Version
	}
	p, err := d.keep(v.ctx(), v.editor, s)
	if err != nil {
		return again(d.everything(v, s, do, err))
	}
	s.ID, s.Version = p.ID, p.Version // it is saved: what follows may fail and be tried again
	p, word, err := d.letOut(v.ctx(), v.editor, s, p, do)
	if do == doSubmit {
		p, word, err = d.submitSaved(v, p)
	}
	if err != nil {
		return again(err)
	}
	d.endKeeping(v)
	return v.back(deskPath(p), word)
}

// everything is all that is wrong with a post which was to go out, also what a
// draft may lack, so that nobody is sent back twice.
func (d *Desk) everything(v *visit, s sheet, do string, wrong error) error {
	if blog.KindOf(wrong) != blog.Invalid || do != doPublish && do != doSchedule && do != doSubmit {
		return wrong
	}
	var strict error
	if s.Event {
		draft, err := s.eventDraft()
		if err != nil {
			return wrong
		}
		e, err := d.Calendar.Preview(v.ctx(), v.editor, draft)
		if err != nil {
			return wrong
		}
		e.Author.ID = s.Guest + s.AuthorID + v.editor.Name // whoever it is will be found or added
		strict = e.Check(true)
	} else {
		draft, err := s.draft()
		if err != nil {
			return wrong
		}
		p, err := d.Newsroom.Preview(v.ctx(), v.editor, draft)
		if err != nil {
			return wrong
		}
		p.Author.ID = s.Guest + s.AuthorID + v.editor.Name
		strict = p.Check(true)
	}
	if len(blog.ProblemsOf(strict)) > len(blog.ProblemsOf(wrong)) {
		return strict
	}
	return wrong
}

// deskPath is where a post is edited.
func deskPath(p blog.Post) string {
	if p.Form == blog.FormEvent {
		return "/desk/events/" + p.ID
	}
	return "/desk/posts/" + p.ID
}

// keep saves what was typed: a new draft, or an edit.
func (d *Desk) keep(ctx context.Context, by blog.Editor, s sheet) (blog.Post, error) {
	if s.Event {
		draft, err := s.eventDraft()
		if err != nil {
			return blog.Post{}, err
		}
		e, err := d.keepEvent(ctx, by, s.ID, draft)
		return e.Post, err
	}
	draft, err := s.draft()
	if err != nil {
		return blog.Post{}, err
	}
	if s.ID == "" {
		return d.Newsroom.Draft(ctx, by, draft)
	}
	return d.Newsroom.Edit(ctx, by, s.ID, draft)
}

func (d *Desk) keepEvent(ctx context.Context, by blog.Editor, id string, draft calendar.EventDraft) (blog.Event, error) {
	if id == "" {
		return d.Calendar.Draft(ctx, by, draft)
	}
	return d.Calendar.Edit(ctx, by, id, draft)
}

// letOut publishes or schedules what was just saved, when the button says so.
func (d *Desk) letOut(ctx context.Context, by blog.Editor, s sheet, p blog.Post, do string) (blog.Post, notice, error) {
	switch {
	case do == doPublish && !p.Visible():
		p, err := d.Newsroom.Publish(ctx, by, p.ID)
		return p, publishedPost, err
	case do == doSchedule:
		zone := s.ScheduledZone
		if zone == "" {
			zone = d.Zone.String()
		}
		if s.ScheduledAt == "" {
			return p, "", blog.InvalidField("scheduled_at", "Say when it is to go out.")
		}
		at, err := calendar.At("scheduled_at", s.ScheduledAt, zone)
		if err != nil {
			return p, "", err
		}
		p, err := d.Newsroom.Schedule(ctx, by, p.ID, at)
		return p, scheduledPost, err
	case p.Visible():
		return p, savedPublic, nil
	}
	return p, savedDraft, nil
}

// upload takes the picture of the form, when there is one, and makes it the
// sheet's. It is kept even when the rest of the form is wrong, so that nobody
// has to send it twice.
func (d *Desk) upload(v *visit, s *sheet) error {
	file, header, err := v.Request.FormFile("upload")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	defer file.Close()
	if header.Size == 0 {
		return nil
	}
	picture, err := d.Uploads.Add(v.ctx(), v.editor, file)
	var known *blog.Error
	if errors.As(err, &known) && known.Kind == blog.Invalid {
		return blog.InvalidField("upload", "%s", known.Msg)
	}
	if err == nil {
		s.Picture = picture
	}
	return err
}
