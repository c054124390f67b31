package desk

import (
	"net/http"

	"inews/internal/blog"
)

// Route is one address of the desk.
type Route struct {
	Method, Path string
	Right        blog.Right // "" for the door: whoever is not signed in
	handle       func(*visit) error
	body         int64 // the most bytes that a request may have
}

// Bodies of requests, in bytes. A text has at most 200,000 bytes, each of which
// a form may write as three; a picture has 16 MiB, and the form around it some.
const (
	smallBody   = 1 << 20
	pictureBody = 16<<20 + 2<<20
	listBody    = 4 << 20 // a block list of 1 MiB, each byte of which a form may write as three
)

// Routes is the map of the desk: each address, and who may come there.
func (d *Desk) Routes() []Route {
	get := func(path string, right blog.Right, handle func(*visit) error) Route {
		return Route{http.MethodGet, path, right, handle, smallBody}
	}
	post := func(path string, right blog.Right, handle func(*visit) error) Route {
		return Route{http.MethodPost, path, right, handle, smallBody}
	}
	upload := func(path string, handle func(*visit) error) Route {
		return Route{http.MethodPost, path, blog.MayWrite, handle, pictureBody}
	}
	return []Route{
		// The door.
		get("/desk/sign-in", "", d.signInForm),
		post("/desk/sign-in", "", d.signIn),
		get("/desk/sign-in/:token", "", d.linkForm),
		post("/desk/sign-in/:token", "", d.redeem),
		get("/desk/join/:token", "", d.joinForm),
		post("/desk/join/:token", "", d.joinStaff),
		get("/desk/setup/:token", "", d.setupForm),
		post("/desk/setup/:token", "", d.setUp),
		get("/desk/sign-in/code", "", d.codeAtDoor),
		post("/desk/sign-in/code", "", d.giveCode),
		post("/desk/sign-in/passkey/options", "", d.offerPasskey),
		post("/desk/sign-in/passkey", "", d.signInByPasskey),
		get("/desk/sign-in/organisation", "", d.visitOrganisation),
		get("/desk/sign-in/organisation/back", "", d.backFromOrganisation),
		post("/desk/sign-out", blog.MayLook, d.signOut),
		get("/desk/password", blog.MayLook, d.passwordForm),
		post("/desk/password", blog.MayLook, d.setPassword),

		// A guest's draft: the link is the key.
		get("/desk/drafts/:token", "", d.guestDraft),
		post("/desk/drafts/:token", "", d.saveGuest),
		// Your account.
		get("/desk/account", blog.MayLook, d.account),
		post("/desk/account/fresh", blog.MayLook, d.reassure),
		post("/desk/account/sessions/end", blog.MayLook, d.endOtherSessions),
		post("/desk/account/sessions/:id/end", blog.MayLook, d.endSession),
		get("/desk/account/code", blog.MayLook, d.codeForm),
		post("/desk/account/code", blog.MayLook, d.beginCode),
		post("/desk/account/code/confirm", blog.MayLook, d.confirmCode),
		post("/desk/account/code/renew", blog.MayLook, d.renewRecoveryCodes),
		post("/desk/account/code/remove", blog.MayLook, d.removeCode),
		post("/desk/account/passkeys/options", blog.MayLook, d.beginPasskey),
		post("/desk/account/passkeys", blog.MayLook, d.addPasskey),
		post("/desk/account/passkeys/:id/remove", blog.MayLook, d.removePasskey),

		get("/desk", blog.MayLook, d.dashboard),
		get("/desk/notices", blog.MayLook, d.notices),
		post("/desk/notices", blog.MayLook, d.readNotices),
		get("/desk/notices/choices", blog.MayLook, d.noticeChoices),
		post("/desk/notices/choices", blog.MayLook, d.chooseNotices),
		get("/desk/trail", blog.MayPublish, d.wholeTrail),
		get("/desk/trail.csv", blog.MayPublish, d.trailTable),
		get("/desk/health", blog.MayManage, d.healthForm),
		post("/desk/health", blog.MayManage, d.look),

		// How far it comes.
		get("/desk/reach", blog.MayModerate, d.reach),
		get("/desk/reach/numbers.csv", blog.MayModerate, d.reachNumbers),
		get("/desk/reach/:month", blog.MayModerate, d.report),
		get("/desk/reach/:month/numbers.csv", blog.MayModerate, d.reportNumbers),
		get("/desk/reach/:month/posts.csv", blog.MayModerate, d.reportPosts),
		// Setting the blog up.
		get("/desk/setup", blog.MayManage, d.tasks),
		post("/desk/setup/mail", blog.MayManage, d.testMail),
		post("/desk/setup/hello", blog.MayManage, d.hello),
		post("/desk/setup/hide", blog.MayManage, d.hideTasks),

		// Posts and events.
		get("/desk/posts", blog.MayWrite, d.posts),
		get("/desk/posts/new", blog.MayWrite, d.newPost),
		upload("/desk/posts", d.savePost),
		post("/desk/checks", blog.MayWrite, d.checksOnly),
		get("/desk/posts/:id", blog.MayWrite, d.editPost),
		upload("/desk/posts/:id", d.savePost),
		get("/desk/posts/:id/preview", blog.MayWrite, d.preview),
		get("/desk/posts/:id/history", blog.MayWrite, d.history),
		get("/desk/posts/:id/revisions/:revision", blog.MayWrite, d.revision),
		get("/desk/posts/:id/translations/:language", blog.MayWrite, d.translation),
		post("/desk/posts/:id/translations/:language", blog.MayWrite, d.saveTranslation),
		post("/desk/posts/:id/translations/:language/remove", blog.MayWrite, d.dropTranslation),
		get("/desk/posts/:id/review", blog.MayWrite, d.review),
		post("/desk/posts/:id/review", blog.MayPublish, d.answerReview),
		post("/desk/posts/:id/recall", blog.MayWrite, d.recall),
		post("/desk/posts/:id/notes", blog.MayWrite, d.changeNotes),
		get("/desk/posts/:id/dates", blog.MayPublish, d.datesForm),
		post("/desk/posts/:id/dates", blog.MayPublish, d.setDates),
		post("/desk/posts/:id/affirm", blog.MayPublish, d.affirm),
		get("/desk/guests", blog.MayPublish, d.guests),
		post("/desk/guests", blog.MayPublish, d.inviteGuest),
		post("/desk/guests/:id/revoke", blog.MayPublish, d.revokeGuest),
		get("/desk/posts/:id/withdraw", blog.MayPublish, d.withdrawForm),
		post("/desk/posts/:id/withdraw", blog.MayPublish, d.withdraw),
		post("/desk/posts/:id/reopen", blog.MayPublish, d.reopen),
		post("/desk/posts/:id/unschedule", blog.MayPublish, d.unschedule),
		get("/desk/posts/:id/reach", blog.MayModerate, d.postReach),
		get("/desk/posts/:id/reach/numbers.csv", blog.MayModerate, d.postReachNumbers),
		get("/desk/posts/:id/deliveries", blog.MayPublish, d.deliveries),
		post("/desk/posts/:id/deliveries", blog.MayPublish, d.retry),
		post("/desk/posts/:id/pin", blog.MayPublish, d.pin),
		post("/desk/posts/:id/unpin", blog.MayPublish, d.unpin),
		get("/desk/posts/:id/quotes", blog.MayModerate, d.quotes),
		get("/desk/events/new", blog.MayWrite, d.newEvent),
		upload("/desk/events", d.saveEvent),
		get("/desk/events/:id", blog.MayWrite, d.editEvent),
		upload("/desk/events/:id", d.saveEvent),
		post("/desk/events/:id/standing", blog.MayPublish, d.stand),

		// What the editor offers while somebody types.
		get("/desk/mentions", blog.MayWrite, d.mentions),
		get("/desk/tags", blog.MayWrite, d.tags),

		// The library of pictures and files.
		get("/desk/pictures", blog.MayWrite, d.library),
		upload("/desk/pictures", d.addPicture),
		get("/desk/pictures/:hash", blog.MayWrite, d.picture),
		post("/desk/pictures/:hash", blog.MayWrite, d.describePicture),
		post("/desk/pictures/:hash/crop", blog.MayWrite, d.cropPicture),
		post("/desk/pictures/:hash/remove", blog.MayWrite, d.removePicture),
		get("/desk/files", blog.MayWrite, d.files),
		upload("/desk/files", d.addFile),
		post("/desk/files/:hash/remove", blog.MayWrite, d.removeFile),

		// What is typed and not saved, and who else is at it.
		get("/desk/copies", blog.MayWrite, d.keepingToken),
		post("/desk/copies", blog.MayWrite, d.keepCopy),
		post("/desk/copies/drop", blog.MayWrite, d.dropCopy),
		post("/desk/posts/:id/ask", blog.MayWrite, d.askToTakeOver),

		// Comments and the people who write them.
		get("/desk/comments", blog.MayModerate, d.comments),
		post("/desk/comments", blog.MayModerate, d.decideMany),
		post("/desk/comments/clear", blog.MayModerate, d.clear),
		get("/desk/comments/mentions", blog.MayModerate, d.mentionQueue),
		post("/desk/comments/:id/note", blog.MayModerate, d.note),
		get("/desk/trusted", blog.MayModerate, d.trustedPeople),
		get("/desk/comments/:id", blog.MayModerate, d.comment),
		post("/desk/comments/:id/approve", blog.MayModerate, d.approve),
		post("/desk/comments/:id/hide", blog.MayModerate, d.hide),
		post("/desk/comments/:id/spam", blog.MayModerate, d.markSpam),
		post("/desk/comments/:id/answer", blog.MayModerate, d.answer),
		post("/desk/comments/:id/edit", blog.MayModerate, d.editAnswer),
		post("/desk/comments/:id/remove", blog.MayModerate, d.removeAnswer),
		post("/desk/people/trust", blog.MayModerate, d.trustPerson),
		post("/desk/people/distrust", blog.MayModerate, d.distrustPerson),
		get("/desk/blocks", blog.MayModerate, d.blocks),
		get("/desk/blocks/new", blog.MayModerate, d.blockForm),
		post("/desk/blocks", blog.MayModerate, d.block),
		post("/desk/blocks/remove", blog.MayModerate, d.unblock),
		get("/desk/blocks/list", blog.MayModerate, d.blockListForm),
		{http.MethodPost, "/desk/blocks/list", blog.MayModerate, d.blockList, listBody},
		get("/desk/blocks/list.csv", blog.MayModerate, d.exportBlocks),
		get("/desk/blocks/lists", blog.MayModerate, d.lists),
		post("/desk/blocks/lists", blog.MayModerate, d.followList),
		post("/desk/blocks/lists/:id/look", blog.MayModerate, d.hurryList),
		post("/desk/blocks/lists/:id/remove", blog.MayModerate, d.unfollowList),
		post("/desk/blocks/entries", blog.MayModerate, d.answerEntry),
		post("/desk/comments/:id/report", blog.MayModerate, d.reportComment),
		get("/desk/reports", blog.MayModerate, d.reports),
		post("/desk/reports/:id/close", blog.MayModerate, d.closeReport),
		get("/desk/watch", blog.MayModerate, d.watched),
		post("/desk/watch/words", blog.MayModerate, d.watchWord),
		post("/desk/watch/words/remove", blog.MayModerate, d.unwatchWord),
		post("/desk/watch/ranges", blog.MayModerate, d.watchRange),
		post("/desk/watch/ranges/remove", blog.MayModerate, d.unwatchRange),
		get("/desk/followers", blog.MayModerate, d.followers),
		get("/desk/followers/list.csv", blog.MayModerate, d.followersCSV),
		post("/desk/followers/remove", blog.MayModerate, d.removeFollower),
		get("/desk/subscribers", blog.MayModerate, d.subscribers),
		post("/desk/subscribers", blog.MayManage, d.findSubscriber),
		post("/desk/subscribers/:id/end", blog.MayManage, d.endSubscriber),
		post("/desk/subscribers/list.csv", blog.MayManage, d.subscribersCSV),
		get("/desk/quotes", blog.MayModerate, d.stamps),
		post("/desk/stamps/:id/show", blog.MayModerate, d.showQuote),
		post("/desk/stamps/:id/hide", blog.MayModerate, d.hideQuote),
		post("/desk/stamps/:id/revoke", blog.MayModerate, d.revokeStamp),

		// What readers write in private.
		get("/desk/messages", blog.MayModerate, d.messages),
		get("/desk/messages/:id", blog.MayModerate, d.message),
		post("/desk/messages/:id", blog.MayModerate, d.handleMessage),
		post("/desk/messages/:id/move", blog.MayModerate, d.moveIdea),
		post("/desk/messages/:id/outcome", blog.MayPublish, d.draftOutcome),

		// Other councils.
		get("/desk/network", blog.MayNetwork, d.network),
		post("/desk/network", blog.MayNetwork, d.follow),
		post("/desk/network/:id/trust", blog.MayNetwork, d.trustPartner),
		post("/desk/network/:id/mute", blog.MayNetwork, d.mutePartner),
		post("/desk/network/:id/pend", blog.MayNetwork, d.pendPartner),
		post("/desk/network/:id/unfollow", blog.MayNetwork, d.unfollow),
		post("/desk/items/:id/share", blog.MayNetwork, d.share),
		post("/desk/items/:id/unshare", blog.MayNetwork, d.unshare),

		// What lasts.
		get("/desk/look", blog.MayManage, d.lookForm),
		post("/desk/look", blog.MayManage, d.saveLook),
		get("/desk/look/sheet.css", blog.MayManage, d.lookSheet),
		get("/desk/authors", blog.MayPublish, d.authors),
		get("/desk/authors/new", blog.MayPublish, d.newAuthor),
		post("/desk/authors", blog.MayPublish, d.saveAuthor),
		get("/desk/authors/:id", blog.MayPublish, d.editAuthor),
		post("/desk/authors/:id", blog.MayPublish, d.saveAuthor),
		get("/desk/pages", blog.MayPublish, d.pages),
		get("/desk/pages/new", blog.MayPublish, d.newPage),
		post("/desk/pages", blog.MayPublish, d.savePage),
		get("/desk/pages/:slug", blog.MayPublish, d.editPage),
		post("/desk/pages/:slug", blog.MayPublish, d.savePage),
		get("/desk/redirects", blog.MayPublish, d.redirects),
		post("/desk/redirects", blog.MayPublish, d.addRedirects),
		post("/desk/redirects/remove", blog.MayPublish, d.removeRedirect),

		// What the law asks for.
		get("/desk/legal", blog.MayManage, d.legal),
		post("/desk/legal", blog.MayManage, d.saveLegal),
		post("/desk/legal/approve", blog.MayManage, d.approveLegal),
		get("/desk/retention", blog.MayManage, d.retention),
		post("/desk/retention", blog.MayManage, d.chooseRetention),
		get("/desk/privacy", blog.MayManage, d.privacy),
		post("/desk/privacy", blog.MayManage, d.findPerson),
		post("/desk/privacy/export", blog.MayManage, d.exportPerson),
		post("/desk/privacy/erase", blog.MayManage, d.erasePerson),
		get("/desk/privacy/:id", blog.MayManage, d.erasure),
		get("/desk/privacy/:id/receipt.html", blog.MayManage, d.receiptPage),
		get("/desk/privacy/:id/receipt.json", blog.MayManage, d.receiptJSON),
		get("/desk/election", blog.MayManage, d.elections),
		post("/desk/election", blog.MayManage, d.setElection),
		get("/desk/election/:id", blog.MayManage, d.election),
		post("/desk/election/:id", blog.MayManage, d.setElection),
		post("/desk/election/:id/end", blog.MayManage, d.endElection),
		get("/desk/election/:id/evidence.csv", blog.MayManage, d.evidence),
		get("/desk/posts/:id/approval", blog.MayPublish, d.approval),
		post("/desk/posts/:id/approval", blog.MayPublish, d.giveApproval),
		get("/desk/requests", blog.MayModerate, d.requests),
		get("/desk/requests/new", blog.MayModerate, d.newRequest),
		post("/desk/requests", blog.MayModerate, d.openRequest),
		get("/desk/requests/:id", blog.MayModerate, d.request),
		post("/desk/requests/:id", blog.MayModerate, d.amendRequest),
		post("/desk/requests/:id/notes", blog.MayModerate, d.writeOnRequest),
		post("/desk/requests/:id/end", blog.MayModerate, d.endRequest),
		get("/desk/requests/:id/bundle.zip", blog.MayModerate, d.bundle),

		// Staff.
		get("/desk/staff", blog.MayManage, d.staff),
		post("/desk/staff", blog.MayManage, d.invite),
		post("/desk/invitations/:id/renew", blog.MayManage, d.renewInvitation),
		post("/desk/invitations/:id/remove", blog.MayManage, d.takeInvitationBack),
		post("/desk/staff/:id/role", blog.MayManage, d.changeRole),
		post("/desk/staff/:id/disable", blog.MayManage, d.disable),
		post("/desk/staff/:id/link", blog.MayManage, d.signInLink),
		post("/desk/staff/:id/sign-out", blog.MayManage, d.signOutEditor),
		post("/desk/staff/:id/second-factor", blog.MayManage, d.dropSecond),
	}
}
