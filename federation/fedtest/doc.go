// Package fedtest is for the tests of whoever builds on the library: a Network
// of TLS servers under invented host names on loopback, a Peer that is a whole
// server of the fediverse in memory, a delivery Queue in memory, and the suites
// that implementations of the library's interfaces must pass.
//
// A Peer writes and reads its JSON by itself, in the shapes that Mastodon uses,
// and does not call the library for it: a test in which one package talks to
// itself proves little. Only signatures are checked with package signature,
// which has vectors of other people.
package fedtest
