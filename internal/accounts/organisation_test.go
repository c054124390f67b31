package accounts

import (
	"encoding/json"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"inews/internal/blog"
)

// What is read out of a token that is verified, as the services there are write
// it: Entra ID names groups by their ids and vouches for no address.
func TestClaims(t *testing.T) {
	t.Parallel()
	service := func(trust bool) *Organisation {
		return &Organisation{ClientID: "inews", GroupsClaim: "groups", TrustEmail: trust, Roles: map[string]blog.Role{
			"6f9b2c1a": blog.Managing, "leads": blog.Owner, "mods": blog.Moderator,
		}}
	}
	for name, row := range map[string]struct {
		claims   string
		audience []string
		trust    bool
		want     person
		refused  bool
	}{
		"an ordinary one":     {claims: `{"email": " Ada@Council.example", "email_verified": true, "name": "Ada", "groups": ["x", "6f9b2c1a"]}`, want: person{Email: "ada@council.example", Name: "Ada", Vouched: true, Role: blog.Managing}},
		"true as a word":      {claims: `{"email": "ada@council.example", "email_verified": "true"}`, want: person{Email: "ada@council.example", Vouched: true}},
		"not verified":        {claims: `{"email": "ada@council.example", "email_verified": false}`, trust: true, want: person{Email: "ada@council.example"}},
		"not said":            {claims: `{"email": "ada@council.example"}`, want: person{Email: "ada@council.example"}},
		"not said, trusted":   {claims: `{"email": "ada@council.example"}`, trust: true, want: person{Email: "ada@council.example", Vouched: true}},
		"only a name":         {claims: `{"preferred_username": "ada@council.example"}`, want: person{}},
		"a name, trusted":     {claims: `{"preferred_username": "Ada@council.example"}`, trust: true, want: person{Email: "ada@council.example", Vouched: true}},
		"the strongest role":  {claims: `{"groups": ["mods", "leads", "6f9b2c1a"]}`, want: person{Role: blog.Owner}},
		"one group as a text": {claims: `{"groups": "mods"}`, want: person{Role: blog.Moderator}},
		"an app role":         {claims: `{"roles": ["leads"]}`, want: person{Role: blog.Owner}},
		"too many groups":     {claims: `{"_claim_names": {"groups": "src1"}}`, want: person{Overage: true}},
		"groups of no shape":  {claims: `{"groups": {"mods": true}}`, refused: true},
		"another program's":   {claims: `{"azp": "wiki"}`, refused: true},
		"ours among others":   {claims: `{"azp": "inews"}`, audience: []string{"wiki", "inews"}},
		"nobody's of several": {claims: `{}`, audience: []string{"wiki", "inews"}, refused: true},
	} {
		all := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(row.claims), &all); err != nil {
			t.Fatal(err)
		}
		if row.audience == nil {
			row.audience = []string{"inews"}
		}
		got, err := service(row.trust).read(&oidc.IDToken{Audience: row.audience}, all)
		if got != row.want || (err != nil) != row.refused {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, row.want)
		}
	}
}
