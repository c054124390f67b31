package desk

// notice says what was just done. It travels in the address as a word, and the
// sentence stands here, so that no link can put words into our mouth.
type notice string

const (
	signedOut       notice = "signed-out"
	passwordSet     notice = "password"
	savedDraft      notice = "saved"
	savedPublic     notice = "updated"
	publishedPost   notice = "published"
	scheduledPost   notice = "scheduled"
	withdrawn       notice = "withdrawn"
	reopened        notice = "reopened"
	unscheduled     notice = "unscheduled"
	stands          notice = "standing"
	retried         notice = "retried"
	approved        notice = "approved"
	hidden          notice = "hidden"
	noted           notice = "noted"
	undone          notice = "undone"
	followerGone    notice = "follower-gone"
	subscriberGone  notice = "subscriber-gone"
	spammed         notice = "spam"
	cleared         notice = "cleared"
	answered        notice = "answered"
	answerEdited    notice = "answer-edited"
	answerRemoved   notice = "answer-removed"
	trusted         notice = "trusted"
	distrusted      notice = "distrusted"
	blocked         notice = "blocked"
	decided         notice = "decided"
	listImported    notice = "list"
	watchSaved      notice = "watch"
	reportSent      notice = "reported"
	reportClosed    notice = "closed"
	readerAnswered  notice = "message-answered"
	readerNoted     notice = "message-noted"
	readerAssigned  notice = "message-assigned"
	readerSpam      notice = "message-spam"
	readerNoSpam    notice = "message-no-spam"
	readerClosed    notice = "message-closed"
	readerReopened  notice = "message-reopened"
	ideaMoved       notice = "idea-moved"
	ideaJoined      notice = "idea-joined"
	outcomeDrafted  notice = "outcome"
	listFollowed    notice = "list-followed"
	listUnfollowed  notice = "list-unfollowed"
	listHurried     notice = "list-hurried"
	entryAccepted   notice = "entry-accepted"
	entryRefused    notice = "entry-refused"
	unblocked       notice = "unblocked"
	followed        notice = "followed"
	unfollowed      notice = "unfollowed"
	partnerSet      notice = "partner"
	sharedItem      notice = "shared"
	unsharedItem    notice = "unshared"
	authorSaved     notice = "author"
	pageSaved       notice = "page"
	lookSaved       notice = "look"
	lookReset       notice = "look-reset"
	textGone        notice = "text-gone"
	invitationSent  notice = "invited"
	uninvited       notice = "uninvited"
	mailTested      notice = "mail-tested"
	tasksHidden     notice = "tasks-hidden"
	roleChanged     notice = "role"
	disabled        notice = "disabled"
	pinnedPost      notice = "pinned"
	unpinnedPost    notice = "unpinned"
	quoteShown      notice = "quote-shown"
	quoteHidden     notice = "quote-hidden"
	revokedStamp    notice = "revoked"
	pictureAdded    notice = "picture-added"
	pictureSaved    notice = "picture"
	pictureRemoved  notice = "picture-removed"
	copyDropped     notice = "copy-dropped"
	takeOverAsked   notice = "asked"
	submitted       notice = "submitted"
	recalled        notice = "recalled"
	sentBack        notice = "sent-back"
	dated           notice = "dated"
	affirmed        notice = "affirmed"
	savedGuest      notice = "kept"
	guestRevoked    notice = "guest-revoked"
	choicesSaved    notice = "choices"
	pictureCropped  notice = "picture-cropped"
	fileAdded       notice = "file-added"
	fileRemoved     notice = "file-removed"
	editorOut       notice = "editor-out"
	secondDropped   notice = "second-dropped"
	sessionEnded    notice = "session-ended"
	othersEnded     notice = "others-ended"
	codeRemoved     notice = "code-removed"
	passkeyAdded    notice = "passkey-added"
	passkeyRemoved  notice = "passkey-removed"
	redirectsSaved  notice = "redirects"
	redirectGone    notice = "redirect-gone"
	reassured       notice = "fresh"
	legalSaved      notice = "legal"
	legalApproved   notice = "legal-approved"
	retentionSaved  notice = "retention"
	requestOpened   notice = "request-opened"
	requestSaved    notice = "request"
	requestAnswered notice = "request-answered"
	requestClosed   notice = "request-closed"
	electionSet     notice = "election"
	electionEnded   notice = "election-ended"
	approvalGiven   notice = "approval"
	personErased    notice = "erased"
)

var notices = map[notice]string{
	signedOut:       "You are signed out.",
	passwordSet:     "Your password is set. Other browsers were signed out.",
	savedDraft:      "Saved. Nobody but staff can see it.",
	savedPublic:     "Saved. The page is up to date, and followers' servers are being told.",
	publishedPost:   "Published. It is on its way to followers.",
	scheduledPost:   "Scheduled. It goes out by itself.",
	withdrawn:       "Withdrawn. Servers that have it are being asked to delete it.",
	reopened:        "It is a draft again. Published anew, it is a new post for other servers.",
	unscheduled:     "It is a draft again and will not go out by itself.",
	stands:          "Saved. Everybody who has the event in a calendar is being told.",
	retried:         "The deliveries in trouble are being tried again now.",
	approved:        "Approved. It is on the page, and its author is trusted from now on if they are on the fediverse.",
	hidden:          "Hidden. Readers no longer see it.",
	noted:           "Done with. It stays here for staff.",
	undone:          "Undone. It is as it was before.",
	subscriberGone:  "Their updates are ended, and the address is forgotten.",
	followerGone:    "They follow no more. Their server is being told.",
	spammed:         "Marked as spam.",
	cleared:         "Cleared. What was waiting of them is among the spam, where it can still be approved.",
	answered:        "Your reply is on the page.",
	answerEdited:    "Your reply is changed.",
	answerRemoved:   "Your reply is taken back.",
	trusted:         "Trusted. Their comments appear without waiting.",
	distrusted:      "Their comments wait for approval again.",
	blocked:         "Blocked.",
	decided:         "The decision about the server counts from now on.",
	listImported:    "The list is imported.",
	watchSaved:      "Saved. It counts for every comment from now on.",
	reportSent:      "Reported. It is on its way to the moderators of that server.",
	reportClosed:    "Closed.",
	readerAnswered:  "Your answer is on its way, and kept here.",
	readerNoted:     "Kept, for staff alone.",
	readerAssigned:  "Saved. Whoever looks after it is being told.",
	readerSpam:      "Marked as spam. It stands among the spam, where you can take that back.",
	readerNoSpam:    "It is no spam any more, and waits with the others.",
	readerClosed:    "Done with. It stands under Done.",
	readerReopened:  "It waits again.",
	ideaMoved:       "Saved. The sender sees it on their page, and is told by e-mail if they left an address.",
	ideaJoined:      "Added. Its sender is told when the post is published, or now if it is.",
	outcomeDrafted:  "A draft is begun with the words of the idea. Write what you did, and publish it: the sender is told then.",
	listFollowed:    "The list is followed. It is fetched within a minute, and then each time that its interval is over.",
	listUnfollowed:  "The list is followed no more.",
	listHurried:     "The list is looked at within a minute.",
	entryAccepted:   "Done as the list says.",
	entryRefused:    "Refused. You are not asked about this again.",
	unblocked:       "The block is taken back. What it hid stays hidden.",
	followed:        "The request to follow is sent. What they publish appears here once they accept.",
	unfollowed:      "No longer followed.",
	partnerSet:      "Saved.",
	sharedItem:      "Shared with our followers.",
	unsharedItem:    "The share is taken back.",
	authorSaved:     "The author is saved.",
	lookSaved:       "Saved. Every page looks like this from now on.",
	lookReset:       "The site looks as it came again.",
	pageSaved:       "The page is saved and public.",
	redirectsSaved:  "Saved. Links to the old addresses lead to the new ones from now on.",
	redirectGone:    "The old address leads nowhere any more.",
	textGone:        "The translation is removed. What it said is kept: add it again to bring it back.",
	invitationSent:  "The invitation is on its way. It is good for seven days.",
	uninvited:       "The invitation is taken back. Its link works no more.",
	mailTested:      "The mail server has taken a message to you. Look whether it arrives, and not among the spam.",
	tasksHidden:     "The list is put away. You find it again under Staff.",
	roleChanged:     "The role is changed, and they were signed out.",
	disabled:        "They can no longer sign in.",
	pinnedPost:      "Pinned. It comes first on the blog's profile on other servers.",
	unpinnedPost:    "Unpinned. It has its place among the others again.",
	quoteShown:      "Shown. Readers see who quotes the post.",
	quoteHidden:     "Hidden. Readers no longer see it.",
	copyDropped:     "The text that was not saved is thrown away. The post is as it was.",
	takeOverAsked:   "They are told that you would like to go on with it.",
	revokedStamp:    "Revoked. Their server is being told.",
	pictureAdded:    "Uploaded. Now describe it, and say who made it.",
	pictureSaved:    "Saved. Each use of the picture from now on begins with this.",
	pictureCropped:  "This is the part, as a picture of its own. The whole one is still there.",
	fileAdded:       "Uploaded. The line beside it links to it from a text.",
	fileRemoved:     "Removed from the library and from this server.",
	pictureRemoved:  "Removed from the library and from this server.",
	submitted:       "Submitted for review. The editors are being told, and you are when one has decided.",
	recalled:        "It is a draft again, and yours to change.",
	sentBack:        "Sent back. The writer is being told why.",
	dated:           "The dates are saved.",
	affirmed:        "Thank you. You are asked again when its time has come.",
	savedGuest:      "Saved. Nobody but the editors can see it.",
	guestRevoked:    "The link does not work any more. The draft is kept.",
	choicesSaved:    "Saved. You are told as you chose from now on.",
	editorOut:       "They are signed out everywhere, and their sign-in links are void.",
	secondDropped:   "Their authenticator app and passkeys are forgotten, and they are signed out everywhere.",
	sessionEnded:    "That browser is signed out.",
	othersEnded:     "All other browsers are signed out.",
	codeRemoved:     "The authenticator app is switched off. Other browsers were signed out.",
	passkeyAdded:    "The passkey is added. You can sign in with it from now on.",
	reassured:       "Thank you. For the next fifteen minutes you can change how you sign in.",
	passkeyRemoved:  "The passkey is removed. Other browsers were signed out. Delete it on your device as well.",
	legalSaved:      "Saved. The pages are up to date.",
	legalApproved:   "Approved. You are reminded in a year.",
	retentionSaved:  "Saved. The privacy notice tells readers the new times.",
	requestOpened:   "The request is open, and its clock runs.",
	requestSaved:    "Saved.",
	requestAnswered: "Answered. Its clock has stopped.",
	requestClosed:   "Closed. It is kept as a record.",
	electionSet:     "Set. It begins and ends by itself.",
	electionEnded:   "It has ended. Everything is as usual again.",
	approvalGiven:   "Approved. It may go out, or be changed, once.",
	personErased:    "It is gone from the site. Here is what went, and what the servers say that were told.",
}
