// Package federation holds the nouns of ActivityPub: addresses, actors,
// objects, activities, collections and keys, as plain structs that print well.
//
// It is the floor of a small library. The packages beside it read and write
// these nouns (activitystreams), prove who sent them (signature), look them up
// (fetch, webfinger, nodeinfo), serve them (actor), take them in (inbox) and
// send them out (delivery). None of them keeps global state or logs, and an
// application joins them through interfaces of one or two methods.
//
// The received bytes are the truth: every noun that came over the wire keeps
// them in Raw, and what the library does not know stays in Extra, so that an
// extension of the protocol needs no change here.
//
// The example below is two whole servers that follow and answer each other.
package federation
