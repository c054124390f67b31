package mailing

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"inews/internal/blog"
)

// zone is what DNS says.
type zone map[string][]string

func (z zone) lookup(_ context.Context, name string) ([]string, error) {
	if name == "broken.example" {
		return nil, errors.New("no answer")
	}
	if records, ok := z[name]; ok {
		return records, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// What DNS says of our sender is told in words, with the line to paste where
// something is missing.
func TestDomain(t *testing.T) {
	t.Parallel()
	whole := zone{
		"news.council.example":                  {"some other text", "v=spf1 mx -all"},
		"inews._domainkey.news.council.example": {"v=DKIM1; k=rsa; p=MIIB"},
		"_dmarc.council.example":                {"v=DMARC1; p=reject; sp=quarantine"},
		"two.example":                           {"v=spf1 -all", "v=spf1 mx -all"},
		"open.example":                          {"v=spf1 +all"},
		"_dmarc.open.example":                   {"v=DMARC1;p=none"},
		"gone._domainkey.open.example":          {"v=DKIM1; p="},
	}
	for name, test := range map[string]struct {
		domain Domain
		want   [3]string // what SPF, DKIM and DMARC say
		weight [3]blog.Weight
		do     string
	}{
		"all is well": {Domain{From: "a@news.council.example", Selector: "inews"},
			[3]string{"DNS says which servers may send", "DNS has the key", "p=quarantine"}, [3]blog.Weight{blog.Fine, blog.Fine, blog.Fine}, ""},
		"nothing": {Domain{From: "a@bare.example", Selector: "inews"},
			[3]string{"does not say which", "no key at inews._domainkey.bare.example", "does not say what to do"},
			[3]blog.Weight{blog.Worry, blog.Worry, blog.Worry}, `_dmarc.bare.example. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@bare.example"`},
		"two": {Domain{From: "a@two.example"}, [3]string{"2 SPF records", "set INEWS_MAIL_DKIM_SELECTOR", "does not say"},
			[3]blog.Weight{blog.Trouble, blog.Fine, blog.Worry}, "Join them"},
		"open": {Domain{From: "a@open.example", Selector: "gone"}, [3]string{"every server", "no key at", "p=none"},
			[3]blog.Weight{blog.Worry, blog.Worry, blog.Fine}, "p=quarantine"},
		"another's return path": {Domain{From: "a@open.example", Bounce: "b@news.council.example"}, [3]string{"does not speak for them", "", ""},
			[3]blog.Weight{blog.Worry, blog.Fine, blog.Fine}, "INEWS_MAIL_BOUNCE"},
		"no DNS": {Domain{From: "a@broken.example"}, [3]string{"cannot be asked", "", "does not say"},
			[3]blog.Weight{blog.Worry, blog.Fine, blog.Worry}, "resolve names"},
	} {
		test.domain.LookupTXT = whole.lookup
		all := ""
		for i, f := range test.domain.Examine(t.Context()) {
			if f.Weight != test.weight[i] || !strings.Contains(f.Says, test.want[i]) || (f.Weight != blog.Fine && f.Do == "") {
				t.Errorf("%s: %+v, want %s and %q", name, f, test.weight[i], test.want[i])
			}
			all += f.Do
		}
		if !strings.Contains(all, test.do) {
			t.Errorf("%s: to do is %s", name, all)
		}
	}
}
