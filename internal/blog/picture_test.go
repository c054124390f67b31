package blog

import "testing"

// The hashes are of pictures of one colour, and of the specification's example.
func TestTone(t *testing.T) {
	for _, tt := range []struct{ ext, hash, want string }{
		{"jpg", "00TSUA", "tr-7 tg-7 tb-7"},
		{"jpg", "000000", "tr-0 tg-0 tb-0"},
		{"jpg", "00TI:j", "tr-7 tg-0 tb-0"},
		{"jpg", "LEHV6nWB2yk8pyo0adR*.7kCMdnj", "tr-4 tg-4 tb-4"},
		{"jpg", "", ""},
		{"jpg", "00\"\"", ""},
		{"png", "00TSUA", ""},
	} {
		if got := (Picture{Ext: tt.ext, Blurhash: tt.hash}).Tone(); got != tt.want {
			t.Errorf("%s of %q: %q, want %q", tt.ext, tt.hash, got, tt.want)
		}
	}
}
