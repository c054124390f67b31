package blog

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Focal is the point of a picture that every cut must keep, as Mastodon counts:
// X from -1, the left edge, to 1, the right one; Y from -1, the bottom, to 1, the
// top. The zero value is the middle.
type Focal struct{ X, Y float64 }

// Classes are those of the style sheet that keep the point in sight where only a
// part of the picture is shown, in tenths from the left and from the top; "" for
// the middle, which is kept in any case.
func (f Focal) Classes() string {
	if f == (Focal{}) {
		return ""
	}
	return fmt.Sprintf("fx-%d fy-%d", int(math.Round((f.X+1)*5)), int(math.Round((1-f.Y)*5)))
}

// Tone are the classes of the style sheet that colour the place of the picture
// until it is there: the mean colour, which its blurhash has in the digits 2 to 5,
// in sevenths of red, green and blue. It is "" for a picture that one may see
// through, and for one without a blurhash.
func (p Picture) Tone() string {
	if p.Ext == "png" || len(p.Blurhash) < 6 {
		return ""
	}
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
	mean := 0
	for _, digit := range p.Blurhash[2:6] {
		mean = mean*len(digits) + max(0, strings.IndexRune(digits, digit))
	}
	seventh := func(shift int) int { return (mean>>shift&0xff*7 + 127) / 255 }
	return fmt.Sprintf("tr-%d tg-%d tb-%d", seventh(16), seventh(8), seventh(0))
}

// Crop is a rectangle of a picture, in pixels from its left and upper edge.
type Crop struct{ X, Y, Width, Height int }

// Upload is a picture as the library keeps it. Its description and its credit
// are what each use of it begins with.
type Upload struct {
	Picture
	UploadedAt time.Time
	UploadedBy string // name of the editor, or ""
	EditorID   string // of the same
	MadeFrom   string // hash of the picture that this was cut out of, or ""
	Crop       Crop   // where, when MadeFrom is not ""
}

// PictureUse is a place that shows a picture.
type PictureUse struct {
	Subject Subject // PostSubject, EventSubject or PageSubject
	ID      string  // of the post, or the slug of the page
	Title   string
	State   State // of the post; published for a page

	EditorID string // who drafted the post, or ""
}

// KnownTo tells whether the editor may know of the place: of what is not public
// yet, whoever drafted it and those who publish.
func (u PictureUse) KnownTo(by Editor) bool {
	return u.State == StatePublished || by.Role.May(MayPublish) || u.EditorID != "" && u.EditorID == by.ID
}

// Called is what to call the place to the editor.
func (u PictureUse) Called(by Editor) string {
	if u.KnownTo(by) {
		return "“" + u.Title + "”"
	}
	return "something that a colleague works on"
}

// Visible tells whether readers see the picture there, or will without anybody
// doing more.
func (u PictureUse) Visible() bool { return u.State == StatePublished || u.State == StateScheduled }

// What a picture must have before it is published.
const (
	MissingAlt    = "alt"    // a description, or that it needs none
	MissingCredit = "credit" // who made it
)

// Missing lists what a picture lacks to be published.
func (p Picture) Missing() []string {
	var missing []string
	if strings.TrimSpace(p.Alt) == "" && !p.Decorative {
		missing = append(missing, MissingAlt)
	}
	if strings.TrimSpace(p.Credit.Creator) == "" {
		missing = append(missing, MissingCredit)
	}
	return missing
}

// pictureField begins the Field of an Error about one picture of the library.
const pictureField = "picture-"

// PictureField is the Field of an Error that is mended in the library, where
// the picture with that hash is.
func PictureField(hash string) string { return pictureField + hash }

// PictureOf reads the hash out of such a Field.
func PictureOf(field string) (hash string, ok bool) { return strings.CutPrefix(field, pictureField) }
