// Package interop holds the tests that need whole servers: the program itself,
// started as a process with a database, a certificate and an address of its
// own, among peers that are not it.
//
// It is a package of tests only, and apart from all others because it builds
// the program and may look at everything: what a test of one package cannot
// prove is proven here, over real connections, through the same doors as on the
// day of release.
package interop
