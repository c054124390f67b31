// Package inbox takes activities in.
//
// Taking in and acting are two steps. A Handler answers the sender: it proves
// who signed the bytes, reads no more of them than it must, hands them to a
// Store and says 202. Later, and as often as it takes, a worker gives what was
// stored to a Mux, which reads the whole activity and calls the function for
// its type. So a sender never waits for our work, a burst is a row each, and
// nothing that was answered 202 is lost when the process dies.
//
// The Handler reads JSON with a reader of its own, in a few microseconds. It
// refuses what two readers could read differently: a key twice, a key in
// another case, the keywords by which JSON-LD moves meaning about. What passed
// it means the same to everybody after it.
//
// The package has no goroutines, no clock of its own and no log; a hook tells
// the application how each request ended.
package inbox
