package federation

import "fmt"

// SynchronisationHeader is the header in which a Synchronisation travels. A
// signature must cover it. Source: FEP-8fcf.
const SynchronisationHeader = "Collection-Synchronization"

// Synchronisation tells a server which of its people we hold for followers of
// an actor: with an activity to those followers, so that it can see whether it
// knows the same, and mend what differs. Source: FEP-8fcf.
type Synchronisation struct {
	Collection ID     // the actor's followers, to the byte as its document names them
	Partial    ID     // where the server, and no other, is told which of them are its own
	Digest     string // exclusive or of the SHA-256 of each of their ids: 64 digits, lower case
}

// String is the value of the header.
func (s Synchronisation) String() string {
	return fmt.Sprintf(`collectionId="%s", url="%s", digest="%s"`, s.Collection, s.Partial, s.Digest)
}
