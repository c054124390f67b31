// Package nodeinfo tells which software runs a server and how large it is, and
// asks others the same. Source: NodeInfo 2.1, FEP-f1d5.
//
// The discovery document also leads to the actor of the server itself
// (FEP-2677), which signs its fetches. Everything here is a server's own word
// about itself: good for a page of statistics or for choosing how to talk to
// it, and for no decision about trust.
package nodeinfo
