// Package signature signs HTTP requests and proves who sent one.
//
// Two schemes are in use between servers: draft-cavage-http-signatures-12,
// which everybody reads, and RFC 9421, which newer servers also send. Sign
// writes either of them; Parse and Verify read both.
//
// A signature alone proves little: it may leave out the body, the address or
// the time. So a Verifier refuses, in this order, a header that has more than
// one reading, a signature that does not cover what a request needs, a clock
// outside the window and a digest that is not that of the body; only then does
// it look for the key and do the arithmetic. A request that cannot be good
// costs no look-up.
//
// github.com/go-fed/httpsig writes and checks the draft-cavage signature over
// headers that this package has read and chosen, since on its own it takes the
// last of two keyIds, never looks at the body, and knows no past. RFC 9421 is
// written here on the standard library.
//
// The algorithm follows from the type of the key: PKCS #1 v1.5 with RSA of at
// least 2048 bits, or Ed25519. What the request calls its algorithm can only
// make it be refused.
//
// A proof (FEP-8b32) is in the document itself and not around the request: Prove
// adds one and VerifyProof checks it, for a document that a third server passes
// on. github.com/gowebpki/jcs brings documents into the canonical form that is
// hashed (RFC 8785), and refuses those with two readings.
package signature
