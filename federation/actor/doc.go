// Package actor serves actors, objects, activities and collections to other
// servers, and tells such a request from one that wants a page.
//
// It serves bytes that the application has written once: the same for everyone
// who asks, with an entity tag, so that a post that reaches five hundred
// servers is a matter of caches. What is hidden and what never was get the same
// answer, and trouble is never answered like absence: Mastodon deletes what is
// not found.
package actor
