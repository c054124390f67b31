package blog

import "time"

// Cookie is one that the desk sets in the browsers of staff. Readers get none. The
// page about cookies is made from this list, and a test holds it against what the
// desk sets.
type Cookie struct {
	Name string        // without the prefix that it has over https
	Life time.Duration // the longest; 0: until the browser is closed
}

// The cookies of the desk. Each is needed to sign in safely, so that the law asks
// for no consent (PECR reg. 6(4)).
var (
	SessionCookie = Cookie{Name: "inews", Life: 7 * 24 * time.Hour}     // who is signed in
	DoorCookie    = Cookie{Name: "inews-door"}                          // that a form at the door is one that we gave out
	LinkCookie    = Cookie{Name: "inews-link", Life: 15 * time.Minute}  // that the browser came by a sign-in link just now
	VisitCookie   = Cookie{Name: "inews-visit", Life: 10 * time.Minute} // a visit to the organisation's sign-in
)

// Cookies are all of them.
var Cookies = []Cookie{SessionCookie, DoorCookie, LinkCookie, VisitCookie}

// CookiePrefix has browsers refuse a cookie unless it is of this host alone and
// came over https.
const CookiePrefix = "__Host-"
