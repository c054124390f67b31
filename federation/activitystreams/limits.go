package activitystreams

import "unicode/utf8"

// What a document may hold. A document over the first two is refused; a list or
// a line of text over the others is cut. Mastodon has the same limits for most.
const (
	maxDocument = 1 << 20 // bytes
	maxDepth    = 32      // a thread's replies, embedded in an Announce of a Create, are eight deep
	maxList     = 1000    // addressees, tags, items of a page
	maxMedia    = 100     // attachments
	maxAuthors  = 20      // attributedTo, actor: only one is trusted
	maxAliases  = 256     // alsoKnownAs, attributionDomains
	maxFields   = 50      // lines of a profile table
	maxKeys     = 10
	maxTypes    = 4     // of one document: each costs a look into the vocabulary
	maxLine     = 2048  // bytes of a name, a title, a label
	maxAlt      = 10000 // bytes of a description of a picture
	maxTag      = 35    // bytes of a language tag, RFC 5646 §4.4.1
	maxCount    = 1 << 31
)

// cut shortens text to n bytes at the start of a rune.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
