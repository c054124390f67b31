package interop

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// webTeam is a group of Entra ID: these are named by GUIDs.
const webTeam = "6f9b2c1a-7f0e-4f3c-9a61-0d5f6f3f2a11"

// Acceptance 5: "Sign-in … by OpenID Connect against a real provider on
// loopback". A group decides the role at every sign-in; whoever has none any more
// is out at once; nobody is taken for somebody else.
func TestOIDCGroups(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node("INEWS_OIDC_ROLES=" + webTeam + "=editor,Newsroom.Lead=owner")
	p := n.provider(true)
	n.start()
	sure := func(name string, more claims) claims {
		said := claims{"email": name + "@council.example", "email_verified": true, "name": strings.ToUpper(name[:1]) + name[1:] + " Okafor"}
		for key, value := range more {
			said[key] = value
		}
		return said
	}
	people := map[string]claims{
		"grace":  sure("grace", claims{"groups": []string{"everybody", webTeam}}),
		"lead":   sure("lead", claims{"roles": []string{"Newsroom.Lead"}, "groups": []string{webTeam}}),
		"nobody": sure("nobody", claims{"groups": []string{"everybody"}}),
		"unsure": {"email": "unsure@council.example", "email_verified": false, "groups": []string{webTeam}},
		"unsaid": {"email": "ada@council.example", "groups": []string{webTeam}}, // the address of the last owner
		// As Entra ID says it of somebody in more than 200 groups.
		"crowded": sure("crowded", claims{"_claim_names": map[string]string{"groups": "src1"},
			"_claim_sources": map[string]any{"src1": map[string]string{"endpoint": "https://graph.example/users/1/getMemberObjects"}}}),
	}
	p.know(people)

	grace := p.caller(n)
	if code, to, body := grace.back(grace.visit("grace")); code != http.StatusSeeOther || to != "/desk/posts" {
		t.Fatalf("grace's way in answers %d, to %q: %s", code, to, body)
	}
	if who := grace.in(); who != "Grace Okafor, editor" {
		t.Errorf("grace is in as %q", who)
	}
	lead := p.caller(n)
	lead.back(lead.visit("lead"))
	if who := lead.in(); who != "Lead Okafor, owner" {
		t.Errorf("who has an app role and a group is in as %q", who)
	}
	for name, words := range map[string]string{
		"nobody": "gives you no role here", "unsure": "which e-mail address is yours", "unsaid": "which e-mail address is yours",
		"crowded": "so many groups", "unknown": "gives you no role here",
	} {
		c := p.caller(n)
		code, _, body := c.back(c.visit(name))
		if code != http.StatusForbidden || !strings.Contains(body, words) || c.in() != "" {
			t.Errorf("%s is answered %d, and in as %q, without %q", name, code, c.in(), words)
		}
	}
	if count := n.desk.count("SELECT count(*) FROM editors"); count != 3 {
		t.Errorf("%d editors, want Ada, Grace and Lead", count)
	}

	people["grace"] = sure("grace", claims{"groups": []string{"everybody"}})
	p.know(people)
	again := p.caller(n)
	if code, _, _ := again.back(again.visit("grace")); code != http.StatusForbidden || again.in() != "" || grace.in() != "" {
		t.Errorf("who has lost the group is answered %d, and in as %q and %q", code, again.in(), grace.in())
	}
	people["grace"] = sure("grace", claims{"roles": "Newsroom.Lead"})
	p.know(people)
	again = p.caller(n)
	again.back(again.visit("grace"))
	if who := again.in(); who != "Grace Okafor, owner" {
		t.Errorf("who has another group is in as %q", who)
	}
	n.desk.exec("UPDATE editors SET disabled_at = now() WHERE email = 'grace@council.example'")
	again = p.caller(n)
	if code, _, _ := again.back(again.visit("grace")); code != http.StatusUnauthorized || again.in() != "" {
		t.Errorf("whom an owner has disabled is answered %d", code)
	}
	want := "add link sign_in disable enable edit sign_in"
	if got := n.desk.one(`SELECT string_agg(verb, ' ' ORDER BY c.id) FROM changes c JOIN editors e ON e.id::text = c.subject_id::text WHERE e.email = 'grace@council.example'`); got != want {
		t.Errorf("the trail of grace is %q, want %q", got, want)
	}
}

// What a browser brings back counts once, with the cookie of its own visit and
// with a token for that visit; everything else is refused and changes nothing.
func TestOIDCForgery(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node()
	p := n.provider(false)
	n.start()
	p.know(map[string]claims{"ada": {"email": "ADA@council.example", "email_verified": true}, "eve": {"email": "eve@evil.example", "email_verified": true}})
	refused := func(what string, c *caller, address string) {
		t.Helper()
		code, to, body := c.back(address)
		if code != http.StatusUnauthorized || to != "" || !strings.Contains(body, "did not work") || c.in() != "" {
			t.Errorf("%s answers %d, and lets in %q", what, code, c.in())
		}
	}
	site, err := url.Parse(n.base)
	check(t, err)
	edit := func(c *caller, change func(*accounts.OrganisationVisit)) {
		for _, cookie := range c.client.Jar.Cookies(site) {
			if cookie.Name != "__Host-inews-visit" {
				continue
			}
			text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
			check(t, err)
			var visit accounts.OrganisationVisit
			check(t, json.Unmarshal(text, &visit))
			change(&visit)
			text, err = json.Marshal(visit)
			check(t, err)
			c.client.Jar.SetCookies(site, []*http.Cookie{{Name: cookie.Name, Value: base64.RawURLEncoding.EncodeToString(text), Path: "/", Secure: true}})
			return
		}
		t.Fatal("there is no cookie of the visit")
	}

	c := p.caller(n)
	refused("another state", c, strings.Replace(c.visit("ada"), "state=", "state=x", 1))
	c = p.caller(n)
	refused("another issuer", c, strings.Replace(c.visit("ada"), "iss=", "iss=https%3A%2F%2Fevil.example&x=", 1))
	c = p.caller(n)
	address := c.visit("ada")
	edit(c, func(v *accounts.OrganisationVisit) { v.Nonce = "another" })
	refused("another nonce", c, address)
	c = p.caller(n)
	address = c.visit("ada")
	edit(c, func(v *accounts.OrganisationVisit) { v.Verifier = strings.Repeat("x", 43) })
	refused("another verifier", c, address)
	refused("somebody else's browser", p.caller(n), p.caller(n).visit("ada"))
	refused("an error of the service", p.caller(n), n.base+"/desk/sign-in/organisation/back?error=access_denied")
	c = p.caller(n)
	if code, _, body := c.back(c.visit("eve")); code != http.StatusForbidden || !strings.Contains(body, "not on the staff") || c.in() != "" {
		t.Errorf("a stranger is answered %d", code)
	}

	c = p.caller(n)
	address = c.visit("ada")
	var kept accounts.OrganisationVisit
	edit(c, func(v *accounts.OrganisationVisit) { v.Next = "https://evil.example/"; kept = *v })
	if code, to, _ := c.back(address); code != http.StatusSeeOther || to != "/desk" || c.in() != "Ada, owner" {
		t.Errorf("the right one is answered %d, to %q, and in as %q", code, to, c.in())
	}
	text, err := json.Marshal(kept)
	check(t, err)
	thief := p.caller(n)
	thief.client.Jar.SetCookies(site, []*http.Cookie{{Name: "__Host-inews-visit", Value: base64.RawURLEncoding.EncodeToString(text), Path: "/", Secure: true}})
	refused("the same code again", thief, address)

	late := &accounts.Accounts{DB: n.desk.db, Now: func() time.Time { return time.Now().Add(3 * time.Hour) }, Organisation: &accounts.Organisation{
		Issuer: p.issuer, ClientID: "inews", ClientSecret: "a secret of the test", Name: "Council ID", GroupsClaim: "groups",
		Redirect: n.base + "/desk/sign-in/organisation/back", Client: n.client,
	}}
	c = p.caller(n)
	back, err := url.Parse(c.visit("ada"))
	check(t, err)
	edit(c, func(v *accounts.OrganisationVisit) { kept = *v })
	if _, err := late.SignInThere(t.Context(), kept, back.Query()); blog.KindOf(err) != blog.Unauthorized || !strings.Contains(err.Error(), "expired") {
		t.Errorf("a token that has run out: %v", err)
	}
}

// Where staff sign in through the organisation alone, nobody does otherwise, and
// the command line still leads in. The last owner stays one.
func TestOIDCOnly(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node("INEWS_OIDC_ROLES=web-team=editor")
	p := n.provider(false, "INEWS_OIDC_ONLY=true")
	n.start()
	ada := claims{"email": "ada@council.example", "email_verified": true, "groups": []string{"web-team"}}
	p.know(map[string]claims{"ada": ada})
	w := n.window()
	w.open("/desk")
	w.sees("main", "Sign in with Council ID")
	w.lacks(`type="password"`)
	w.do(chromedp.Click("#organisation"), chromedp.WaitVisible("input[name=login]"))
	w.do(chromedp.SendKeys("input[name=login]", "ada"), chromedp.SendKeys("input[name=password]", "any"))
	w.do(chromedp.Click("button[type=submit]"), chromedp.WaitVisible(".desk-me"))
	w.sees("h1", "Ada")
	w.open("/desk/account")
	w.sees(".sessions", "by your organisation")
	w.sees(".lede", "owner") // the group says editor, of the last owner

	ada["groups"] = []string{"everybody"}
	p.know(map[string]claims{"ada": ada})
	c := p.caller(n)
	if code, _, body := c.back(c.visit("ada")); code != http.StatusForbidden || !strings.Contains(body, "inews staff reset") {
		t.Errorf("the last owner, without a group, is answered %d", code)
	}
	var reset struct{ Link string }
	n.inews(&reset, "staff", "reset", "--second-factor", "ada@council.example")
	w.open(strings.TrimPrefix(reset.Link, n.base))
	w.leads(chromedp.Click("main button[type=submit]"))
	w.sees("h1", "Ada")
}
