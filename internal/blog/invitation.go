package blog

import "time"

// Invitation waits for somebody to come to the staff.
type Invitation struct {
	ID        string
	Email     string
	Name      string
	Role      Role
	By        string // name of who invites; "" for the command line
	CreatedAt time.Time
	ExpiresAt time.Time
	ByMail    bool // its link went out by e-mail, and was not shown
}

// Expired tells whether the link of the invitation works no more.
func (i Invitation) Expired(now time.Time) bool { return !now.Before(i.ExpiresAt) }

// Setup is how far the owner has come with setting the blog up, as far as nothing
// else tells.
type Setup struct {
	MailedAt time.Time // a test message was taken by the mail server
	LookedAt time.Time // at the server from outside
	Found    Weight    // what that look has shown
	HiddenAt time.Time // the owner is done with the list of tasks
}
