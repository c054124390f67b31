// Package blog holds the nouns of the newsroom and their rules: posts, events,
// comments, the people on other servers, and the changes that editors make.
//
// It is the floor of the application: it imports nothing but the standard
// library and touches neither network nor database, so every rule here can be
// tried by a table. A time is always given by the caller.
package blog
