package interop

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
)

// Every page on the way in, and of one's own account, fits phone and desk, by day
// and by night, and has no barrier that axe-core finds.
func TestBrowserDoorLooks(t *testing.T) {
	t.Parallel()
	source := axeSource(t)
	n := newInternet(t).node("INEWS_NAME=Open Desk", "INEWS_SECOND_FACTOR=everyone", "INEWS_OIDC_ISSUER=https://login.example/tenant",
		"INEWS_OIDC_CLIENT_ID=inews", "INEWS_OIDC_CLIENT_SECRET=secret", "INEWS_OIDC_NAME=Harrowmere Council ID").start()
	email := n.staff("Grace", "owner")
	w := n.window()
	w.withoutOffers()
	w.device()
	w.open("/desk/sign-in")
	w.do(chromedp.WaitVisible("#passkey-door"))
	w.inspect("door-sign-in", source)
	w.enter(email)
	w.do(chromedp.WaitVisible("#add-passkey"))
	w.inspect("door-account-must", source)
	w.do(chromedp.SetValue("#name", "Work laptop"))
	w.leads(chromedp.Click("#add-passkey button"))
	w.leads(chromedp.Click("//button[. = 'Set up an app']"))
	w.do(chromedp.Click("summary"))
	w.inspect("door-setup", source)
	secret := strings.ReplaceAll(w.text("#secret"), " ", "")
	code, err := totp.GenerateCode(secret, time.Now())
	check(t, err)
	w.do(chromedp.SendKeys("#code", "000000"), chromedp.Click("//button[. = 'Switch on']"), chromedp.WaitVisible(".problems"))
	w.forget()
	w.inspect("door-setup-problem", source)
	w.do(chromedp.SendKeys("#code", code))
	w.leads(chromedp.Click("//button[. = 'Switch on']"))
	w.inspect("door-recovery", source)
	w.open("/desk/account/code")
	w.inspect("door-app", source)
	w.open("/desk/account")
	w.do(chromedp.WaitVisible("#add-passkey"))
	w.inspect("door-account", source)
	w.open("/desk/staff")
	w.do(chromedp.Click("//summary[starts-with(., 'More') and contains(., 'Grace')]"))
	w.inspect("door-staff", source)
	w.leave()
	w.enter(email)
	w.do(chromedp.WaitVisible("#passkey-door"))
	w.inspect("door-code", source)
}
