package blog

import "time"

// Mail is a message by e-mail to one person who works with the blog. It is kept
// in the transaction that makes it necessary and sent after that, as soon as a
// mail server takes it.
type Mail struct {
	ID        int64 // 0 until it is kept
	Address   string
	Name      string // of whom it is for; may be empty
	Subject   string // one line
	Text      string // plain; forgotten once it is sent, for it may hold a secret link
	CreatedAt time.Time
	Attempts  int // that were begun, the one under way among them
}
