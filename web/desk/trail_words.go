package desk

import (
	"cmp"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// about names a verb done to a sort of thing.
type about struct {
	verb    blog.Verb
	subject blog.Subject
}

// verbs say in the past tense what each verb did; the star stands for what it
// was done to.
var verbs = map[blog.Verb]string{
	blog.Drafted: "saved a draft of *", blog.Edited: "edited *", blog.Scheduled: "scheduled *", blog.Published: "published *",
	blog.Withdrawn: "withdrew *", blog.Submitted: "submitted * for review", blog.SentBack: "sent * back",
	blog.TakenBack: "took * back", blog.Reopened: "reopened *", blog.Resolved: "resolved *",
	blog.Dated: "set the dates of *", blog.Affirmed: "said that * is still true",
	blog.Received: "sent *", blog.Removed: "took back *", blog.Approved: "approved *", blog.Hidden: "hid *",
	blog.Spammed: "marked * as spam", blog.Answered: "published a reply: *", blog.Trusted: "trusted *",
	blog.Distrusted: "stopped trusting *", blog.Blocked: "blocked *", blog.Silenced: "silenced *", blog.Withheld: "put * on hold",
	blog.Unblocked: "took back the decision about *", blog.Followed: "followed *", blog.Unfollowed: "stopped following *",
	blog.Shared: "shared *", blog.Unshared: "took back the share of *", blog.Pinned: "pinned * to the blog's profile",
	blog.Unpinned: "unpinned *", blog.Revoked: "took back our consent to *", blog.Muted: "muted *", blog.SignedIn: "signed in",
	blog.Added: "added *", blog.Disabled: "kept * from signing in", blog.Rotated: "made a new key for *", blog.Retired: "retired the old key of *",
	blog.Returned: "answers again after a long silence", blog.Reported: "reported *", blog.Closed: "closed *",
	blog.Moved: "moved *", blog.Watched: "began to watch *", blog.Unwatched: "stopped watching *",
	blog.Noted: "marked * as seen", blog.Undone: "undid the decision about *",
	blog.Enabled: "let * sign in again", blog.Secured: "gave * a new way to sign in safely", blog.Unsecured: "took a way to sign in safely from *",
	blog.Recovered: "signed in with a recovery code", blog.SignedOut: "signed * out", blog.Linked: "linked * to the organisation's sign-in",
	blog.Kept:     "kept * as the last owner",
	blog.Refused:  "refused what a list says about *",
	blog.Exported: "took * out as a table",
	blog.Assigned: "said who looks after *", blog.Advanced: "took * a step on",
	blog.Translated: "saved the translation of *", blog.Dropped: "removed the translation of *",
	blog.Set: "laid down *", blog.Opened: "opened *", blog.Overrode: "published * without a second person",
	blog.Erased: "erased *",
}

// special are the verbs that mean something else when done to such a thing.
var special = map[about]string{
	{blog.Submitted, blog.CommentSubject}:     "sent in *",
	{blog.Reported, blog.ReportSubject}:       "sent *",
	{blog.Hidden, blog.PersonSubject}:         "hid what * said",
	{blog.Added, blog.NoteSubject}:            "wrote *",
	{blog.Added, blog.GuestSubject}:           "invited * to write by a link",
	{blog.Revoked, blog.GuestSubject}:         "ended the link of *",
	{blog.Followed, blog.ListSubject}:         "began to follow *",
	{blog.Reopened, blog.PostSubject}:         "made a draft of * again",
	{blog.Reopened, blog.EventSubject}:        "made a draft of * again",
	{blog.Received, blog.LikeSubject}:         "sent *",
	{blog.Removed, blog.SubscriptionSubject}:  "ended the updates of *",
	{blog.Exported, blog.SubscriptionSubject}: "took out the list of subscribers",
	{blog.Removed, blog.FollowerSubject}:      "stopped following: *",
	{blog.Received, blog.FollowerSubject}:     "followed us: *",
	{blog.Submitted, blog.MessageSubject}:     "sent *",
	{blog.Added, blog.MessageSubject}:         "wrote a note on *",
	{blog.Answered, blog.MessageSubject}:      "answered *",
	{blog.Undone, blog.MessageSubject}:        "took * for no spam after all",
	{blog.Linked, blog.MessageSubject}:        "began a post about *",
	{blog.Linked, blog.IdeaSubject}:           "added * to a post",
	{blog.Advanced, blog.IdeaSubject}:         "changed how a post says that * stands",
	{blog.Exported, blog.PrivacySubject}:      "gave out *",
	{blog.Removed, blog.PrivacySubject}:       "took from the site *",
}

// subjects name each sort of thing; the star stands for its own name.
var subjects = map[blog.Subject]string{
	blog.PostSubject: "*", blog.EventSubject: "the event *", blog.CommentSubject: "a comment on *", blog.LikeSubject: "a like of *",
	blog.ShareSubject: "a share of *", blog.FollowerSubject: "*", blog.PartnerSubject: "the partner *", blog.ItemSubject: "an item of a partner",
	blog.StampSubject: "a quote or a list", blog.PictureSubject: "a picture", blog.PersonSubject: "*", blog.HostSubject: "the server *", blog.ReportSubject: "a report",
	blog.ListSubject: "a block list", blog.WordSubject: "the word “*”", blog.RangeSubject: "the addresses *",
	blog.EditorSubject: "*", blog.PageSubject: "the page “*”", blog.AuthorSubject: "the author *", blog.BlogSubject: "the blog",
	blog.LookSubject: "how the site looks", blog.KeySubject: "*", blog.NoteSubject: "a note on *", blog.GuestSubject: "the guest *",
	blog.InviteSubject: "an invitation to the staff", blog.RedirectSubject: "the old address *",
	blog.SubscriptionSubject: "a subscriber",
	blog.MessageSubject:      "a message of a reader", blog.IdeaSubject: "an idea",
	blog.LegalSubject: "the pages that the law asks for", blog.RetentionSubject: "how long something is kept",
	blog.RequestSubject: "a request", blog.ElectionSubject: "the time before an election",
	blog.PrivacySubject: "what is kept of one person",
}

// ofPosts are the sorts of things that are named by the post to which they belong.
var ofPosts = map[blog.Subject]bool{
	blog.PostSubject: true, blog.EventSubject: true, blog.CommentSubject: true, blog.LikeSubject: true, blog.ShareSubject: true,
	blog.NoteSubject: true,
}

// deed says what a change did, in words: published “Benches that talk”.
func deed(r postgres.TrailRow) string {
	pattern, known := special[about{r.Verb, r.Subject}]
	if !known {
		pattern = cmp.Or(verbs[r.Verb], string(r.Verb)+" *")
	}
	name := cmp.Or(r.Name, r.SubjectID)
	if r.Subject == blog.EditorSubject && r.Editor != "" && r.Editor == r.SubjectID {
		name = "themselves"
	}
	if ofPosts[r.Subject] {
		name = "an untitled post"
		if r.Title != "" {
			name = "“" + r.Title + "”"
		}
	}
	if r.Subject == blog.CommentSubject && r.PostID == "" && r.Title == "" {
		return strings.Replace(pattern, "*", "a mention", 1)
	}
	pattern = inLanguage(pattern, r)
	thing := strings.Replace(cmp.Or(subjects[r.Subject], string(r.Subject)+" *"), "*", name, 1)
	return strings.Replace(pattern, "*", thing, 1)
}

// doer is who did it: a member of staff, a guest, somebody outside, or the program.
func doer(r postgres.TrailRow) string {
	switch {
	case r.Who != "":
		return r.Who
	case r.Subject == blog.PrivacySubject:
		return "iNews"
	case r.Verb == blog.Received, r.Verb == blog.Removed, r.Verb == blog.Submitted, r.Verb == blog.Reported:
		return "Somebody outside"
	}
	return "iNews" // by itself
}

// inLanguage names the language of a translation in what was done to it.
func inLanguage(pattern string, r postgres.TrailRow) string {
	if r.Object == "" || r.Subject != blog.PostSubject && r.Subject != blog.EventSubject {
		return pattern
	}
	text := "the " + blog.LanguageName(r.Object) + " text of *"
	switch r.Verb {
	case blog.Translated:
		return "saved " + text
	case blog.Dropped:
		return "removed " + text
	case blog.Drafted:
		if r.Editor != "" { // a guest's change names their link
			return "saved a draft of " + text
		}
	}
	return pattern
}
