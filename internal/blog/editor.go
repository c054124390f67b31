package blog

import "time"

// Role says what an editor may do. Each role may do all that the ones before
// it may, except that a moderator does not write posts.
type Role string

// The roles of staff.
const (
	Contributor Role = "contributor" // writes drafts
	Moderator   Role = "moderator"   // decides about comments
	Managing    Role = "editor"      // publishes, moderates, follows councils
	Owner       Role = "owner"       // also staff and settings
)

// Right is something that a role may or may not do.
type Right string

// The rights that routes ask for.
const (
	MayWrite    Right = "write"    // drafts of their own
	MayPublish  Right = "publish"  // publish, edit and withdraw anything
	MayModerate Right = "moderate" // comments, people, hosts
	MayNetwork  Right = "network"  // partners and sharing
	MayManage   Right = "manage"   // staff
	MayLook     Right = "look"     // any signed-in editor
)

var rights = map[Role][]Right{
	Contributor: {MayLook, MayWrite},
	Moderator:   {MayLook, MayModerate},
	Managing:    {MayLook, MayWrite, MayPublish, MayModerate, MayNetwork},
	Owner:       {MayLook, MayWrite, MayPublish, MayModerate, MayNetwork, MayManage},
}

// May tells whether the role carries the right.
func (r Role) May(right Right) bool {
	for _, have := range rights[r] {
		if have == right {
			return true
		}
	}
	return false
}

// Valid tells whether the role exists.
func (r Role) Valid() bool { return rights[r] != nil }

// Strongest returns the role that may do more, of two; either may be "".
func Strongest(a, b Role) Role {
	if len(rights[b]) > len(rights[a]) {
		return b
	}
	return a
}

// Editor is a member of staff.
type Editor struct {
	ID          string
	Email       string
	Name        string
	Role        Role
	AuthorID    string // the byline under which they write
	HasPassword bool
	HasCode     bool // of an authenticator app
	Passkeys    int
	CreatedAt   time.Time
	DisabledAt  time.Time
}

// HasSecond tells whether a password alone does not let the editor in, or they
// need none: a code or a passkey.
func (e Editor) HasSecond() bool { return e.HasCode || e.Passkeys > 0 }
