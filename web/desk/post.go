package desk

import (
	"cmp"
	"net/http"
	"strings"

	"inews/internal/blog"
)

// postsPage is the list of posts and events.
type postsPage struct {
	frame
	State blog.State // "" for all
	Rows  []postRow
	Own   bool // a contributor sees only what they drafted
	Kept  []offer
}

type postRow struct {
	blog.Post
	Starts     string // of an event
	Renderings []rendering
}

// Edit is where the post is edited.
func (r postRow) Edit() string { return deskPath(r.Post) }

// listed is how many posts the list shows, last saved first.
const listed = 200

func (d *Desk) posts(v *visit) error {
	page := postsPage{frame: d.frameIn(v, "posts", "Posts and events"), Own: !v.may(blog.MayPublish)}
	switch state := blog.State(v.Query("state")); state {
	case blog.StateDraft, blog.StateReview, blog.StateScheduled, blog.StatePublished, blog.StateWithdrawn:
		page.State = state
	}
	posts, err := d.DB.PostsOnDesk(v.ctx(), page.State, d.ownOnly(v), listed)
	if err != nil {
		return err
	}
	if page.Rows, err = d.rows(v, posts); err != nil {
		return err
	}
	if err := d.renderedRows(v, page.Rows); err != nil {
		return err
	}
	if page.Kept, err = d.keptOf(v, listedCopies); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "posts", page)
}

// ownOnly narrows lists for those who see their own drafts alone.
func (d *Desk) ownOnly(v *visit) string {
	if v.may(blog.MayPublish) {
		return ""
	}
	return v.editor.ID
}

// rows joins events with their times.
func (d *Desk) rows(v *visit, posts []blog.Post) ([]postRow, error) {
	var public []string
	rows := make([]postRow, len(posts))
	for i, p := range posts {
		rows[i] = postRow{Post: p}
		switch {
		case p.Form != blog.FormEvent:
		case p.Visible():
			public = append(public, p.ID)
		default: // drafts are few
			e, err := d.DB.EventByID(v.ctx(), p.ID)
			if err != nil {
				return nil, err
			}
			rows[i].Starts = english.When(e)
		}
	}
	if len(public) == 0 {
		return rows, nil
	}
	events, err := d.DB.EventsAmong(v.ctx(), public)
	when := map[string]string{}
	for _, e := range events {
		when[e.ID] = english.When(e)
	}
	for i := range rows {
		if starts := when[rows[i].ID]; starts != "" {
			rows[i].Starts = starts
		}
	}
	return rows, err
}

// historyPage is the audit trail of a post, and what it said before.
type historyPage struct {
	frame
	Post      blog.Post
	Changes   []trailRow
	Revisions []revisionRow
}

func (d *Desk) history(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	changes, err := d.DB.TrailOf(v.ctx(), p.ID)
	if err != nil {
		return err
	}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	page := historyPage{frame: d.frameIn(v, "posts", "History: "+p.Title), Post: p, Changes: inTrail(changes)}
	for i := range page.Changes {
		page.Changes[i].Path = "" // it is this page
	}
	if page.Revisions, err = d.revisions(v, p, names); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "history", page)
}

// change is one with who made it and what was done.
type change struct {
	blog.Change
	Who  string
	What string
}

// names are those of all staff, by id.
func (d *Desk) names(v *visit) (map[string]string, error) {
	editors, err := d.DB.Editors(v.ctx())
	names := make(map[string]string, len(editors))
	for _, e := range editors {
		names[e.ID] = e.Name
	}
	return names, err
}

// inWords says what was done as a list of changes puts it.
func inWords(verb blog.Verb) string {
	if words := deeds[verb]; words != "" {
		return words
	}
	words := strings.ReplaceAll(cmp.Or(verbs[verb], string(verb)), "*", "it")
	return strings.ToUpper(words[:1]) + words[1:]
}

var deeds = map[blog.Verb]string{
	blog.Drafted: "Saved as a draft", blog.Edited: "Edited in public", blog.Scheduled: "Scheduled",
	blog.Published: "Published", blog.Withdrawn: "Withdrawn", blog.Submitted: "Came in, and waited",
	blog.Received: "Came from the fediverse", blog.Removed: "Taken back", blog.Approved: "Approved",
	blog.Hidden: "Hidden", blog.Spammed: "Marked as spam", blog.Noted: "Done with", blog.Undone: "Decision undone", blog.Answered: "Published",
	blog.Pinned: "Pinned to the blog's profile", blog.Unpinned: "Unpinned",
	blog.Silenced: "Silenced", blog.Withheld: "Put on hold", blog.Blocked: "Blocked", blog.Unblocked: "Decision taken back",
	blog.Reported: "Reported to its server", blog.Closed: "Closed",
	blog.Refused: "What a list says was refused",
}
