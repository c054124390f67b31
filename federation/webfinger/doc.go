// Package webfinger joins handles such as @news@council.example to actors, in
// both directions, as RFC 7033 and Mastodon understand it.
//
// A handle is what people write and what other servers show, but it proves
// nothing: anybody may claim any. Therefore Client.Lookup believes only the
// server of the handle, and Client.Verify believes an actor's own claim only
// when the look-up leads back to that very actor. The handle's domain and the
// actor's may differ ("split domain"); then both must agree.
//
// Handler and HostMeta answer the same questions about our own actors, out of a
// Directory that the application provides. They ask nobody.
package webfinger
