package blog

import "time"

// WorkingCopy is what an editor has typed into a form and not saved.
type WorkingCopy struct {
	ID       string // uuid of the form
	EditorID string
	PostID   string // "" for a post that is not saved yet
	Event    bool
	Version  int // of the post that it was begun on
	Turn     int // counts what was kept of it
	Fields   map[string][]string
	KeptAt   time.Time
}

// Field is the first value of a field of the form.
func (c WorkingCopy) Field(name string) string {
	if values := c.Fields[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Opening is a form in which an editor has a post before them.
type Opening struct {
	ID       string // uuid of the form
	EditorID string
	PostID   string
	Version  int                 // of the post as it was shown
	Base     map[string][]string // the fields as they were shown; nil when not known
}

// Presence is somebody who has a post open.
type Presence struct {
	EditorID, Name string
	Since          time.Time
}

// Saving tells who saved a post last.
type Saving struct {
	Version        int // of the post
	Revision       int // the newest, which may be older than the version
	EditorID, Name string
	At             time.Time
}
