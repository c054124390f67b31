package interop

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"inews/internal/accounts"
)

const password = "lantern orchard quiet ferry"

// staff has an editor with a password, who is signed in nowhere, and returns
// their address.
func (n *node) staff(name, role string) string {
	n.Helper()
	email := strings.ToLower(name) + "@council.example"
	var added struct{ ID string }
	n.inews(&added, "staff", "add", "--name", name, "--role", role, email)
	check(n.T, (&accounts.Accounts{DB: n.desk.db}).SetPassword(context.Background(), added.ID, password, ""))
	return email
}

// enter gives address and password at the door.
func (w *window) enter(email string) {
	w.Helper()
	w.open("/desk/sign-in?next=/desk/account")
	w.do(chromedp.SendKeys("#email", email), chromedp.SendKeys("#password", password))
	w.leads(chromedp.Click("//button[. = 'Sign in']"))
}

// leave signs out.
func (w *window) leave() {
	w.Helper()
	w.leads(chromedp.Click(".desk-me button"))
	w.sees(".notice", "You are signed out.")
}

// Acceptance 5: "Sign-in by password + TOTP", with scripts and without: set up by
// the picture's key, a code at the door, a recovery code, and off again.
func TestBrowserCode(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node().start()
	email := n.staff("Grace", "editor")
	for _, scripts := range []bool{true, false} {
		w := n.window()
		if !scripts {
			w.withoutScripts()
		}
		w.enter(email)
		w.leads(chromedp.Click("//button[. = 'Set up an app']"))
		if box := tell[float64](w, "document.querySelector('.qr').getBoundingClientRect().width"); box < 150 {
			t.Errorf("the picture is %v pixels wide", box)
		}
		w.do(chromedp.Click("summary"))
		secret := strings.ReplaceAll(w.text("#secret"), " ", "")
		code := func(later time.Duration) string {
			code, err := totp.GenerateCode(secret, time.Now().Add(later))
			check(t, err)
			return code
		}
		w.do(chromedp.SendKeys("#code", "123"), chromedp.Click("//button[. = 'Switch on']"), chromedp.WaitVisible(".problems"))
		w.forget()
		w.do(chromedp.SendKeys("#code", code(0)))
		w.leads(chromedp.Click("//button[. = 'Switch on']"))
		recovery := strings.Fields(w.text(".recovery"))
		if len(recovery) != 10 {
			t.Fatalf("recovery codes: %q", recovery)
		}
		w.leads(chromedp.Click("main a.button"))
		w.sees("[aria-labelledby=your-app]", "10 recovery codes left")
		w.leave()

		w.enter(email)
		w.sees("h1", "One more step")
		w.open("/desk")
		w.sees("h1", "Sign in") // no session before the code
		w.open("/desk/sign-in/code?next=/desk/account")
		w.do(chromedp.SendKeys("#code", "000000"), chromedp.Click("//button[. = 'Sign in']"), chromedp.WaitVisible(".problems"))
		w.forget()
		// The next code, which no half minute that ends just now makes too old.
		w.do(chromedp.SendKeys("#code", code(30*time.Second)))
		w.leads(chromedp.Click("//button[. = 'Sign in']"))
		w.sees(".sessions", "by password and code")
		w.leave()
		w.enter(email)
		w.do(chromedp.SendKeys("#code", recovery[4]))
		w.leads(chromedp.Click("//button[. = 'Sign in']"))
		w.sees("[aria-labelledby=your-app]", "9 recovery codes left")

		w.leads(chromedp.Click("[aria-labelledby=your-app] a.button"))
		w.do(chromedp.SendKeys("#current", password), chromedp.SendKeys("#code", recovery[5]))
		w.leads(chromedp.Click("//button[. = 'Switch off']"))
		w.sees(".notice", "switched off")
		w.leave()
		w.quiet("signing in with codes")
	}
	if n := n.desk.count("SELECT count(*) FROM mails WHERE address = $1", email); n < 6 {
		t.Errorf("%d letters about it", n)
	}
}

// withoutOffers has the browser list no passkeys where the address is typed: the
// virtual device would choose one by itself, before anybody presses the button.
func (w *window) withoutOffers() {
	w.Helper()
	command(w, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false",
	})
}

// device gives the browser a device with a finger, whose owner it knows.
func (w *window) device() webauthn.AuthenticatorID {
	w.Helper()
	command(w, webauthn.Enable, webauthn.EnableParams{})
	return command(w, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true,
		HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}}).AuthenticatorID
}

// Acceptance 5: "by passkey (chromium's virtual authenticator)": two are added,
// one signs in, a copy of it does not, a device that does not know its owner does
// not, and a removed one does not.
func TestBrowserPasskey(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node("INEWS_SECOND_FACTOR=everyone").start()
	email := n.staff("Grace", "editor")
	w := n.window()
	w.withoutOffers()
	device := w.device()
	w.enter(email)
	w.open("/desk/posts") // which waits until there is a second factor
	w.sees(".must", "Set up a second factor first")
	w.do(chromedp.WaitVisible("#add-passkey"), chromedp.SetValue("#name", "Work laptop"))
	w.leads(chromedp.Click("#add-passkey button"))
	w.sees(".notice", "The passkey is added.")
	w.sees(".keys", "Work laptop")
	w.do(chromedp.SetValue("#name", "Again"), chromedp.Click("#add-passkey button"), chromedp.WaitVisible("#passkey-told:not(:empty)"))
	w.sees("#passkey-told", "has a passkey for you already")
	w.leave()

	w.byPasskey()
	w.sees(".sessions", "by passkey")
	w.sees(".keys", "last used")
	w.leave()
	w.quiet("signing in with passkeys")

	command(w, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false})
	w.open("/desk/sign-in")
	w.do(chromedp.WaitVisible("#passkey-door"), chromedp.Click("#passkey-door button"), chromedp.WaitVisible("#passkey-told:not(:empty)"))
	w.sees("#passkey-told", "No passkey was used")
	command(w, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: true})
	// As if a copy of it had been used elsewhere since: it counts more uses.
	n.desk.exec(`UPDATE passkeys SET record = jsonb_set(record, '{authenticator,signCount}', '1000')`)
	w.refusesPasskey("seems to have been copied")
	if count := n.desk.count("SELECT count(*) FROM mails WHERE address = $1 AND subject LIKE 'A passkey was refused%'", email); count != 1 {
		t.Errorf("%d letters about the copy", count)
	}

	w.enter(email) // whoever needs a second factor does not fall back to the password
	w.sees("h1", "One more step")
	n.desk.exec("DELETE FROM passkeys")
	w.refusesPasskey("does not open the desk")
}

// Where the address is typed the browser lists the passkeys of its device, and
// choosing one is all: the virtual device chooses at once.
func TestBrowserPasskeyOffered(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node().start()
	w := n.window()
	w.enter(n.staff("Grace", "editor"))
	w.device()
	w.do(chromedp.WaitVisible("#add-passkey"), chromedp.SetValue("#name", "Laptop"))
	w.leads(chromedp.Click("#add-passkey button"))
	w.do(chromedp.Click(".desk-me button"))
	w.await("the browser is in again", func() bool {
		return n.desk.count("SELECT count(*) FROM sessions WHERE way = 'passkey'") == 1
	})
}

// await looks until it is so.
func (w *window) await(what string, so func() bool) {
	w.Helper()
	await(w.T, what, so)
}

// byPasskey signs in with a passkey.
func (w *window) byPasskey() {
	w.Helper()
	w.open("/desk/sign-in?next=/desk/account")
	w.do(chromedp.WaitVisible("#passkey-door"))
	w.leads(chromedp.Click("#passkey-door button"))
	w.sees("h1", "Your account")
}

// refusesPasskey makes sure that the passkey of the device lets nobody in.
func (w *window) refusesPasskey(words string) {
	w.Helper()
	w.open("/desk/sign-in")
	w.do(chromedp.WaitVisible("#passkey-door"), chromedp.Click("#passkey-door button"), chromedp.WaitVisible(".problems"))
	w.sees(".problems", words)
	w.forget()
}

// What a device said counts once, and in the browser that asked for it alone.
func TestBrowserPasskeyReplay(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node().start()
	w := n.window()
	w.withoutOffers()
	w.device()
	w.enter(n.staff("Grace", "editor"))
	w.do(chromedp.WaitVisible("#add-passkey"), chromedp.SetValue("#name", "Laptop"))
	w.leads(chromedp.Click("#add-passkey button"))
	w.leave()
	w.open("/desk/sign-in")
	w.do(chromedp.WaitVisible("#passkey-door"))
	// The script of the page, without the last step.
	said := tell[string](w, `(async () => {
		const form_token = document.querySelector('[name=form_token]').value
		const answer = await fetch('/desk/sign-in/passkey/options', { method: 'POST', body: new URLSearchParams({ form_token }) })
		const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json())
		return JSON.stringify(await navigator.credentials.get({ publicKey }))
	})()`)
	if !json.Valid([]byte(said)) {
		t.Fatalf("the device says %q", said)
	}
	try := func() string {
		return tell[string](w, `(async () => {
			const form_token = document.querySelector('[name=form_token]').value
			const answer = await fetch('/desk/sign-in/passkey', { method: 'POST', body: new URLSearchParams({ form_token, credential: `+quoted(said)+` }) })
			return answer.status + ' ' + answer.url
		})()`)
	}
	other := n.window()
	other.open("/desk/sign-in")
	w, tab := other, w
	if got := try(); !strings.HasPrefix(got, "410 ") {
		t.Errorf("in another browser it is answered %s", got)
	}
	w = tab
	if got := try(); got != "200 "+n.base+"/desk" {
		t.Errorf("the first time it is answered %s", got)
	}
	n.desk.exec("DELETE FROM sessions")
	w.forget()
	w.open("/desk/sign-in")
	if got := try(); !strings.HasPrefix(got, "410 ") {
		t.Errorf("the second time it is answered %s", got)
	}
}

// quoted is a text as a script writes it.
func quoted(text string) string {
	literal, _ := json.Marshal(text) // a string can be marshalled
	return string(literal)
}

// Whoever asks for a page of the desk with a session cookie that was planted, or
// from elsewhere, finds cookies that scripts cannot read and other sites not send.
func TestCookiesOfTheDoor(t *testing.T) {
	t.Parallel()
	n := newInternet(t).node()
	p := n.provider(true)
	n.start()
	for _, path := range []string{"/desk/sign-in", "/desk/sign-in/organisation"} {
		response, err := n.client.Get(n.base + path)
		check(t, err)
		check(t, response.Body.Close())
		cookies := response.Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s sets %d cookies", path, len(cookies))
		}
		c := cookies[0]
		if !strings.HasPrefix(c.Name, "__Host-inews-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s sets %+v", path, c)
		}
		if strings.HasSuffix(path, "organisation") && (c.Expires.IsZero() || time.Until(c.Expires) > 11*time.Minute) {
			t.Errorf("the visit lasts until %v", c.Expires)
		}
		if to, err := url.Parse(response.Header.Get("Location")); err != nil || strings.HasSuffix(path, "organisation") &&
			(!strings.HasPrefix(to.String(), p.issuer+"/") || to.Query().Get("code_challenge_method") != "S256" || to.Query().Get("nonce") == "" || to.Query().Get("state") == "") {
			t.Errorf("%s leads to %v, %v", path, to, err)
		}
	}
}
