package site

import (
	"context"
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"

	"inews/web/view"
)

const svgType = "image/svg+xml"

// FollowCode is the QR code of the page that explains how to follow.
func (s *Site) FollowCode(context.Context, Ask) (Answer, error) { return s.code("/follow") }

// Code is the QR code of a post or an event.
func (s *Site) Code(ctx context.Context, ask Ask) (Answer, error) {
	post, _, err := s.find(ctx, ask.Param("slug"), "")
	if err != nil {
		return Answer{}, err
	}
	return s.code(post.Path())
}

// quietZone is the white around a QR code, in modules: without it cameras find
// none. Source: ISO/IEC 18004 §6.3.8.
const quietZone = 4

// code draws an address of ours as a QR code: dark on white, in any scheme of
// colours, a row of modules as one stroke.
func (s *Site) code(path string) (Answer, error) {
	picture, err := qr.Encode(s.BaseURL+path, qr.M, qr.Auto)
	if err != nil {
		return Answer{}, fmt.Errorf("draw code of %s: %w", path, err)
	}
	size := picture.Bounds().Dx()
	dark := func(x, y int) bool {
		if x >= size {
			return false
		}
		r, _, _, _ := picture.At(x, y).RGBA()
		return r == 0
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-%[1]d -%[1]d %[2]d %[2]d" shape-rendering="crispEdges">`, quietZone, size+2*quietZone)
	fmt.Fprintf(&b, `<path fill="#fff" d="M-%[1]d-%[1]dh%[2]dv%[2]dh-%[2]dz"/><path d="`, quietZone, size+2*quietZone)
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for dark(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return Answer{Type: svgType, Body: []byte(b.String())}, nil
}

// Poster is a page to print and put up: how to follow, with the code that leads
// there.
func (s *Site) Poster(ctx context.Context, _ Ask) (Answer, error) {
	head := view.Head{Title: s.say("Poster"), Path: "/follow/poster", NoIndex: true}
	frame, err := s.frame(ctx, view.FollowSection, head)
	if err != nil {
		return Answer{}, err
	}
	_, address, _ := strings.Cut(s.BaseURL, "://")
	return s.page(view.Poster{Frame: frame, Address: address + "/follow"}, head)
}
