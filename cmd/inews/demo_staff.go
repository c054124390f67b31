package main

import (
	"context"
	"fmt"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// demoStaff are who writes the blog. Nobody but the owner can sign in before
// the owner makes them a link.
func demoStaff() []struct {
	blog.Editor
	bio string
} {
	return []struct {
		blog.Editor
		bio string
	}{
		{demoOwner, "leads the innovation team. Before that she ran a call centre, and she still answers on the second ring."},
		{
			blog.Editor{Email: "tom@council.example", Name: "Tom Ashdown", Role: blog.Managing},
			"is a service designer who came to the council from the bakery, by way of highways.",
		},
	}
}

// loadStaff adds the staff, each with a byline.
func (l *demoLoad) loadStaff(ctx context.Context) error {
	l.editors = map[string]blog.Editor{}
	staff := &accounts.Accounts{DB: l.DB, Now: l.Now}
	if has, err := l.DB.HasEditors(ctx); err != nil {
		return fmt.Errorf("look for staff: %w", err)
	} else if !has { // a demonstration is there to look around in, and not to be set up
		if err := staff.HideSetup(ctx, owner, true); err != nil {
			return fmt.Errorf("put the set-up away: %w", err)
		}
	}
	for _, s := range demoStaff() {
		author, err := l.DB.AuthorByName(ctx, s.Name)
		if blog.KindOf(err) == blog.NotFound {
			author, err = l.Newsroom.SaveAuthor(ctx, owner, blog.Author{Name: s.Name, Bio: s.bio})
		}
		if err != nil {
			return fmt.Errorf("add author %s: %w", s.Name, err)
		}
		editor, err := l.DB.EditorByEmail(ctx, s.Email)
		if blog.KindOf(err) == blog.NotFound {
			s.AuthorID = author.ID
			editor, err = staff.Add(ctx, owner, s.Editor)
		}
		if err != nil {
			return fmt.Errorf("add editor %s: %w", s.Name, err)
		}
		l.editors[s.Name] = editor
	}
	return nil
}

// editor is the member of staff with that name, or the one who leads.
func (l *demoLoad) editor(name string) blog.Editor {
	if editor, ok := l.editors[name]; ok {
		return editor
	}
	return l.editors[demoOwner.Name]
}
