package blog

import "time"

// Page is one of the lasting pages of the site: about, contact, privacy.
type Page struct {
	Slug     string
	Title    string
	Body     string // Markdown
	HTML     string
	Position int // in the navigation; 0 keeps it out
	Version  int // 0 for one that was never saved
	EditedAt time.Time
}

// RulesPage is the slug of the page that says which comments are shown. A comment
// is hidden for one of its rules.
const RulesPage = "reply-rules"

// Series is a run of posts or events that belong together.
type Series struct {
	ID, Slug, Title, Summary string
}
