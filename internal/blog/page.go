package blog

import "time"

// Page is one of the lasting pages of the site: about, contact, privacy.
type Page struct {
	Slug     string
	Title    string
	Body     string // Markdown
	HTML     string
	Position int // in the navigation; 0 keeps it out
	EditedAt time.Time
}

// Series is a run of posts or events that belong together.
type Series struct {
	ID, Slug, Title, Summary string
}
