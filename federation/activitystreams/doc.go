// Package activitystreams turns bytes into the nouns of package federation and
// back.
//
// What servers send differs more than the specification lets on: one value or a
// list of them, a string or an object, null, half a date, three spellings of
// "everybody". So reading is tolerant, in one place and with limits, and the
// JSON as it came is the truth: a noun keeps it in Raw, and what nobody here
// knows stays in Extra. What has two readings is refused all the same: a name
// that stands twice in an object, the JSON-LD words that rewrite a document.
//
// github.com/go-fed/activity resolves the type of a document and of what is
// embedded in it. It sees a copy cut down to the type, never the text: it takes
// a title such as "Reminder: meeting" for an address, drops contentMap beside
// content, and rewrites dates and addresses. Where it fails on a document that
// reads well otherwise, the reading stands.
//
// Writing is exact, by structs of our own: one fixed @context for each kind of
// document, lists always lists, no empty properties, the same bytes for the
// same noun. Golden files in testdata show each kind.
package activitystreams
