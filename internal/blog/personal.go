package blog

// PersonalData is a sort of personal data that the program keeps. The words that
// readers get are in the template of the privacy notice, one paragraph per key.
type PersonalData struct {
	Key   string
	Class Class // how long it is kept; "" where Stays says it
	Stays Stay  // when it has no clock
	Basis Basis
	// Elsewhere tells that it comes from other servers, and not from the person.
	Elsewhere bool
	Staff     bool     // of staff and guest authors, not of readers
	Columns   []string // "table.column"
}

// Stay says for how long something is kept that no clock deletes.
type Stay string

// The ways to stay.
const (
	WithPost   Stay = "post"   // as long as the post under which it stands
	WhileTold  Stay = "told"   // until its author, or their server, takes it back
	WhileStaff Stay = "staff"  // as long as the person works with the blog
	WithBlog   Stay = "blog"   // as part of what the council publishes
	Counted    Stay = "counts" // only as a number, without a person
)

// Basis is why it is lawful to keep it: a part of UK GDPR Article 6(1).
type Basis string

// The bases that are used.
const (
	PublicTask Basis = "task"       // (e)
	Obligation Basis = "obligation" // (c)
	Contract   Basis = "contract"   // (b), of employment
)

// PersonalColumns is the list of personal data, column by column. A test holds it
// against the database: a new column stands here or in ImpersonalColumns.
var PersonalColumns = []PersonalData{
	{Key: "comment", Stays: WithPost, Basis: PublicTask, Columns: []string{
		"comments.name", "comments.html", "comments.plain", "comments.markdown", "comments.language", "answer_wishes.language", "comments.editor_id", "comments.quote"}},
	{Key: "address", Stays: WithPost, Basis: PublicTask, Columns: []string{"comments.email"}},
	{Key: "spam", Class: ClassSpam, Basis: PublicTask, Columns: []string{"comments.suspicion", "comments.signs"}},
	{Key: "rejected", Class: ClassRejected, Basis: PublicTask, Columns: []string{"comments.reason", "comments.earlier_reason", "comments.decided_by"}},
	{Key: "attempts", Class: ClassAttempts, Basis: PublicTask, Columns: []string{"attempts.key_hash"}},
	{Key: "remote", Stays: WhileTold, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"comments.person_uri", "comments.uri", "comments.url", "comments.raw", "people.uri", "people.handle", "people.name", "people.bio",
		"people.url", "people.host", "people.inbox", "people.shared_inbox", "people.followers", "people.icon_url", "people.moved_to",
		"people.document", "people.block_reason", "people_keys.key_id", "people_keys.owner", "people_keys.pem"}},
	{Key: "strangers", Class: ClassStrangers, Basis: PublicTask, Elsewhere: true, Columns: []string{"people.fetched_at", "people.first_seen"}},
	{Key: "followers", Stays: WhileTold, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"followers.person_uri", "followers.follow_id", "farewells.person_uri", "farewells.follow_id", "partners.person_uri", "partners.follow_id", "moves.target"}},
	{Key: "reactions", Stays: WhileTold, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"reactions.person_uri", "reactions.activity_id", "stamps.person_uri", "stamps.uri", "stamps.url"}},
	{Key: "mentions", Class: ClassMentions, Basis: PublicTask, Elsewhere: true, Columns: []string{"comments.audience"}},
	{Key: "items", Stays: WhileTold, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"network_items.author_name", "network_items.author_uri", "network_items.raw", "network_items.title", "network_items.excerpt", "network_items.url"}},
	{Key: "reports", Stays: WhileTold, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"reports.person_uri", "reports.words", "reports.contact", "report_subjects.uri", "deleted_uris.uri", "deleted_uris.deleted_by"}},
	{Key: "inbox", Class: ClassInbox, Basis: PublicTask, Elsewhere: true, Columns: []string{
		"inbox_items.actor", "inbox_items.body", "inbox_items.activity_id", "inbox_items.object_id"}},
	{Key: "deliveries", Class: ClassDeliveries, Basis: PublicTask, Elsewhere: true, Columns: []string{"deliveries.inbox", "deliveries.error"}},
	{Key: "subscriptions", Stays: WhileTold, Basis: PublicTask, Columns: []string{
		"subscriptions.email", "subscriptions.language", "subscriptions.pace", "subscription_topics.key", "mails.subscription_id", "mails.leave", "mails.why"}},
	{Key: "unconfirmed", Class: ClassUnconfirmed, Basis: PublicTask, Columns: []string{"subscriptions.asked_at", "answer_wishes.token_hash", "answer_wishes.asked_at"}},
	{Key: "origins", Class: ClassOrigins, Basis: PublicTask, Columns: []string{"subscriptions.origin_hash"}},
	{Key: "ended", Class: ClassEnded, Basis: PublicTask, Columns: []string{"subscriptions.email_hash", "subscriptions.consent"}},
	{Key: "bounced", Class: ClassBounced, Basis: PublicTask, Columns: []string{"mail_suppressions.email_hash", "mail_suppressions.reason"}},
	{Key: "messages", Class: ClassMessages, Basis: PublicTask, Columns: []string{
		"messages.name", "messages.email", "messages.words", "messages.title", "messages.signs", "messages.page", "messages.secret_hash", "messages.language", "message_entries.words"}},
	{Key: "requests", Class: ClassRequests, Basis: Obligation, Columns: []string{
		"requests.name", "requests.contact", "requests.words", "requests.source", "requests.outcome", "request_notes.words", "request_notes.editor_id",
		"requests.owner_id", "requests.opened_by", "erasures.who", "erasures.uris", "erasures.pages", "erasures.who_hash", "erased_blocks.hash"}},
	{Key: "reading", Stays: Counted, Basis: PublicTask, Columns: []string{"page_views.views"}},

	{Key: "mails", Class: ClassMails, Basis: PublicTask, Columns: []string{"mails.address", "mails.name", "mails.subject", "mails.body", "mails.error"}},
	{Key: "authors", Stays: WithBlog, Basis: PublicTask, Staff: true, Columns: []string{
		"authors.name", "authors.bio", "authors.handle", "authors.url", "authors.slug", "posts.thanks", "posts.credit_creator", "pictures.credit_creator"}},
	{Key: "candidates", Stays: WithBlog, Basis: PublicTask, Staff: true, Columns: []string{"elections.watched"}},
	{Key: "staff", Stays: WhileStaff, Basis: Contract, Staff: true, Columns: []string{
		"editors.email", "editors.name", "editors.role", "editors.password_hash", "editors.author_id", "authenticators.secret", "recovery_codes.code_hash",
		"passkeys.credential_id", "passkeys.name", "passkeys.record", "identities.issuer", "identities.subject",
		"notice_choices.editor_id", "notice_choices.choice",
		"authenticators.editor_id", "identities.editor_id", "recovery_codes.editor_id", "passkeys.editor_id", "legal.lead", "legal.lead_email", "legal.approved_by", "legal.tested_by"}},
	{Key: "sessions", Class: ClassSessions, Basis: Contract, Staff: true, Columns: []string{
		"sessions.token_hash", "sessions.editor_id", "sessions.agent", "sessions.network", "sessions.seen_at"}},
	{Key: "browsers", Class: ClassBrowsers, Basis: Contract, Staff: true, Columns: []string{"known_browsers.sign_hash", "known_browsers.editor_id"}},
	{Key: "notices", Class: ClassNotices, Basis: Contract, Staff: true, Columns: []string{"notices.words", "notices.editor_id"}},
	{Key: "copies", Class: ClassCopies, Basis: Contract, Staff: true, Columns: []string{
		"working_copies.fields", "working_copies.editor_id", "openings.base", "openings.editor_id", "openings.asked_by"}},
	{Key: "invitations", Class: ClassInvitations, Basis: Contract, Staff: true, Columns: []string{
		"invitations.email", "invitations.name", "invitations.editor_id", "sign_in_links.editor_id", "sign_in_links.token_hash", "ceremonies.state", "ceremonies.editor_id"}},
	{Key: "guests", Stays: WithBlog, Basis: PublicTask, Staff: true, Columns: []string{"guest_links.name", "guest_links.email", "notes.words", "notes.quote", "notes.editor_id",
		"guest_links.invited_by", "notes.resolved_by", "notes.guest_id"}},
	{Key: "audit", Class: ClassAudit, Basis: Obligation, Staff: true, Columns: []string{
		"changes.editor_id", "changes.reason", "changes.subject_id", "revisions.saved_by", "posts.editor_id", "posts.submitted_by", "posts.submitted_word",
		"election_approvals.editor_id", "election_approvals.reason", "elections.editor_id", "files.editor_id", "pictures.editor_id", "retention_choices.editor_id", "reports.closed_by", "looks.editor_id", "message_entries.editor_id", "messages.assigned_to", "translation_revisions.saved_by", "erasures.editor_id"}},
}
