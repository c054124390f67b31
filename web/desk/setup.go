package desk

import (
	"inews/internal/blog"
	"inews/internal/newsroom"
)

// What is done from the list of tasks itself.

// testMail sends whoever asks a message, and notes that it went.
func (d *Desk) testMail(v *visit) error {
	err := d.Postbox.SendTest(v.ctx(), v.editor.Email, v.editor.Name)
	if err != nil && isForm(err) {
		return d.tasksPage(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	if err := d.Accounts.NoteMail(v.ctx(), v.editor); err != nil {
		return err
	}
	return v.back("/desk/setup", mailTested)
}

// hello makes the draft of the first post, and opens it.
func (d *Desk) hello(v *visit) error {
	p, err := d.Newsroom.Draft(v.ctx(), v.editor, newsroom.Draft{
		Title: "Hello from " + d.Name, Summary: "We have a blog. Here is what it is for, and how to follow it.", Body: d.helloBody(),
		Comments: blog.CommentsOpen,
	})
	if err != nil {
		return err
	}
	v.to(deskPath(p))
	return nil
}

// hideTasks puts the list away, or back on the start page.
func (d *Desk) hideTasks(v *visit) error {
	if v.form.Get("do") == "show" {
		if err := d.Accounts.HideSetup(v.ctx(), v.editor, false); err != nil {
			return err
		}
		v.to("/desk/setup")
		return nil
	}
	if err := d.Accounts.HideSetup(v.ctx(), v.editor, true); err != nil {
		return err
	}
	return v.back("/desk", tasksHidden)
}
