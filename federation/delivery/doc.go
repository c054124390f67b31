// Package delivery brings activities to inboxes: one POST and what came of it
// (Poster, Outcome), when to try again (Classify, Backoff), when to leave a
// whole server in peace (Breaker), and a Dispatcher that keeps many deliveries
// under way at once without letting a slow server hold up the others.
//
// Every promise rests on the rows of a Queue, which an application keeps where
// it keeps everything else: a delivery is written in the transaction that
// publishes, so a crash loses neither of them, and is tried for seven days,
// because servers of the fediverse do go away for days and come back. The bytes
// never change between attempts; only the signature is made afresh, since its
// date would grow old. What an inbox sees is therefore at least once the same
// activity under the same id.
//
// Policy is in pure functions over plain structs, so a Queue in SQL can store
// the state of a breaker in two numbers and a time. Package fedtest holds a
// Queue in memory and the suite that every Queue passes.
package delivery
