// Package fediverse is the bridge between the newsroom and the fediverse, and
// the only translator between our words and the protocol's.
//
// Outwards, it picks up each committed Change, writes the activity that tells
// the world of it, once and in its final bytes, and queues one delivery per
// inbox (tell.go and what it calls). Inwards, it takes verified activities from
// the queue behind the inbox, decides who may say what by one pure function
// (authorise.go), resolves who said it over the network and outside of any
// transaction, and hands the result to the use cases (receive.go and what it
// calls). It also answers for our addresses: actors, objects, collections,
// WebFinger and NodeInfo (library.go, directory.go).
package fediverse
