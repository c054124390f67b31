package fediverse

import (
	"encoding/json"
	"strings"
	"testing"

	"inews/internal/blog"
)

// The focal point goes out with the picture of an article and with the attached
// one of a note, as Mastodon counts; the middle goes without saying.
func TestFocalPointOnTheWire(t *testing.T) {
	t.Parallel()
	b := &Bridge{Addresses: Addresses{Base: "https://council.example"}}
	p := blog.Picture{Hash: strings.Repeat("a", 64), Ext: "jpg", MediaType: "image/jpeg", Width: 900, Height: 600, Alt: "A bench", Focal: blog.Focal{X: 0.66, Y: -0.3}}
	if got := b.picture(p).Focal; got == nil || *got != [2]float64{0.66, -0.3} {
		t.Errorf("the picture has the focal point %v", got)
	}
	if got := b.attachment(p).Focal; got == nil || *got != [2]float64{0.66, -0.3} {
		t.Errorf("the attachment has the focal point %v", got)
	}
	p.Focal = blog.Focal{}
	if image := b.picture(p); image.Focal != nil || b.attachment(p).Focal != nil {
		data, err := json.Marshal(image)
		t.Errorf("the middle is told: %s, %v", data, err)
	}
}
