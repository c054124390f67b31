package blog

import "testing"

// Only a trusted person's public comment without suspicion is shown unseen.
func TestFirstVerdict(t *testing.T) {
	t.Parallel()
	trusted := Person{URI: "x", TrustedAt: noon}
	blocked := Person{URI: "x", TrustedAt: noon, BlockedAt: noon}
	for _, test := range []struct {
		origin     Origin
		audience   Audience
		person     Person
		suspicious bool
		want       Verdict
	}{
		{FromFediverse, AudiencePublic, trusted, false, VerdictApproved},
		{FromFediverse, AudienceQuiet, trusted, false, VerdictApproved},
		{FromFediverse, AudiencePublic, trusted, true, VerdictHeld},
		{FromFediverse, AudienceFollowers, trusted, false, VerdictHeld},
		{FromFediverse, AudienceDirect, trusted, false, VerdictHeld},
		{FromFediverse, AudiencePublic, Person{URI: "x"}, false, VerdictHeld},
		{FromFediverse, AudiencePublic, blocked, false, VerdictHeld},
		{FromWeb, AudiencePublic, Person{}, false, VerdictHeld},
		{FromWeb, AudiencePublic, trusted, false, VerdictHeld},
		{FromBlog, AudiencePublic, Person{}, false, VerdictApproved},
	} {
		c := Comment{PostID: "post", Origin: test.origin, Audience: test.audience, Person: test.person}
		if got := FirstVerdict(c, test.suspicious); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
		c.PostID = "" // a mention
		if got := FirstVerdict(c, test.suspicious); c.Origin == FromFediverse && got != VerdictHeld {
			t.Errorf("%+v, as a mention: %s", test, got)
		}
	}
}

func TestCommentVisible(t *testing.T) {
	t.Parallel()
	for _, verdict := range []Verdict{VerdictHeld, VerdictApproved, VerdictHidden, VerdictSpam, VerdictRemoved} {
		for _, audience := range []Audience{AudiencePublic, AudienceQuiet, AudienceFollowers, AudienceDirect, ""} {
			c := Comment{Verdict: verdict, Audience: audience}
			want := verdict == VerdictApproved && (audience == AudiencePublic || audience == AudienceQuiet)
			if c.Visible() != want {
				t.Errorf("%s to %s: visible %v", verdict, audience, !want)
			}
		}
	}
}

func TestByline(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]Comment{
		"Ann":       {Person: Person{Name: "Ann", Handle: "@ann@x"}},
		"@ann@x":    {Person: Person{Handle: "@ann@x"}},
		"Rosa":      {Name: "Rosa"},
		"Anonymous": {},
	} {
		if got := c.Byline(); got != want {
			t.Errorf("byline = %q, want %q", got, want)
		}
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	all := []Right{MayLook, MayWrite, MayPublish, MayModerate, MayNetwork, MayManage}
	for role, want := range map[Role]string{
		Contributor: "110000", Moderator: "100100", Managing: "111110", Owner: "111111", "": "000000", "king": "000000",
	} {
		got := ""
		for _, right := range all {
			if role.May(right) {
				got += "1"
			} else {
				got += "0"
			}
		}
		if got != want || role.Valid() != (want != "000000") {
			t.Errorf("%q may %s (%v), want %s; valid %v", role, got, all, want, role.Valid())
		}
	}
}
