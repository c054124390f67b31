package desk

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// followersPage lists who follows the blog, server by server.
type followersPage struct {
	frame
	Total   int
	Servers []postgres.FollowingServer
	Cut     bool // there are more servers
	Rows    []blog.Follower
	Words   string // that are looked for
	Host    string // of which alone the list is
	Next    string // address of the next page
	Here    string // address of this one
}

// How much of each is shown at once.
const (
	followersShown = 100
	serversShown   = 50
)

func (d *Desk) followers(v *visit) error {
	page := followersPage{
		frame: d.frameIn(v, "people", "Followers"), Words: strings.TrimSpace(v.Query("q")), Host: hostTyped(v.Query("host")),
		Here: "/desk/followers",
	}
	asked := url.Values{}
	for name, value := range map[string]string{"q": page.Words, "host": page.Host} {
		if value != "" {
			asked.Set(name, value)
		}
	}
	if len(asked) > 0 {
		page.Here += "?" + asked.Encode()
	}
	var err error
	if page.Total, err = d.DB.CountFollowers(v.ctx()); err != nil {
		return err
	}
	after := cursorIn(v)
	if after == (postgres.Cursor{}) { // the pages behind it go on with the people
		if page.Servers, err = d.DB.ServersOfFollowers(v.ctx(), page.Words, serversShown+1); err != nil {
			return err
		}
	}
	if page.Cut = len(page.Servers) > serversShown; page.Cut {
		page.Servers = page.Servers[:serversShown]
	}
	page.Rows, err = d.DB.FollowersFound(v.ctx(), page.Host, page.Words, after, followersShown+1)
	if err != nil {
		return err
	}
	if len(page.Rows) > followersShown {
		page.Rows = page.Rows[:followersShown]
		last := page.Rows[followersShown-1]
		for name, value := range cursorOut(postgres.Cursor{At: last.Since, ID: last.URI}) {
			asked[name] = value
		}
		page.Next = "/desk/followers?" + asked.Encode()
	}
	return d.show(v, http.StatusOK, "followers", page)
}

// followersCSV is the whole list, as far as it was looked for, for a spreadsheet.
func (d *Desk) followersCSV(v *visit) error {
	words, host := strings.TrimSpace(v.Query("q")), hostTyped(v.Query("host"))
	table := [][]string{{"handle", "name", "server", "since", "profile"}}
	var after postgres.Cursor
	for {
		rows, err := d.DB.FollowersFound(v.ctx(), host, words, after, followersShown)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return v.table("followers.csv", table)
		}
		for _, f := range rows {
			table = append(table, []string{strings.TrimPrefix(f.Handle, "@"), f.Name, f.Host, f.Since.UTC().Format(time.RFC3339), f.URL})
		}
		last := rows[len(rows)-1]
		after = postgres.Cursor{At: last.Since, ID: last.URI}
	}
}

func (d *Desk) removeFollower(v *visit) error {
	if err := d.Comments.RemoveFollower(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), followerGone)
}

// trustedPage lists whose comments need no approval.
type trustedPage struct {
	frame
	People []blog.Person
	Pasts  map[string]postgres.Past
	Words  string // that are looked for
	Cut    bool
}

// Past is what we know of one of them from before.
func (p trustedPage) Past(uri string) postgres.Past { return p.Pasts[uri] }

func (d *Desk) trustedPeople(v *visit) error {
	page := trustedPage{frame: d.frameIn(v, "people", "Trusted people"), Words: strings.TrimSpace(v.Query("q"))}
	var err error
	if page.People, err = d.DB.TrustedPeople(v.ctx(), page.Words, refused); err != nil {
		return err
	}
	page.Cut = len(page.People) == refused
	uris := make([]string, len(page.People))
	for i, person := range page.People {
		uris[i] = person.URI
	}
	if page.Pasts, err = d.DB.PastsOf(v.ctx(), uris); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "trusted", page)
}
