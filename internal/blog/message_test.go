package blog

import (
	"strings"
	"testing"
	"time"
)

// Each state leads where the picture says, and nowhere else.
func TestStepsOfMessages(t *testing.T) {
	all := []MessageState{MessageWaiting, MessageClosed, IdeaReceived, IdeaConsidered, IdeaTrial, IdeaDone, IdeaDeclined}
	may := map[MessageState]string{
		MessageWaiting: "closed", MessageClosed: "waiting", IdeaReceived: "considered declined", IdeaConsidered: "trial done declined",
		IdeaTrial: "done declined", IdeaDone: "considered", IdeaDeclined: "considered",
	}
	for _, from := range all {
		for _, to := range all {
			m := ReaderMessage{Kind: IdeaMessage, State: from}
			err := m.Move(to, "Because.")
			allowed := strings.Contains(" "+may[from]+" ", " "+string(to)+" ")
			switch {
			case allowed && (err != nil || m.State != to):
				t.Errorf("%s to %s: %v", from, to, err)
			case !allowed && (KindOf(err) != Conflict || m.State != from):
				t.Errorf("%s to %s is taken: %v", from, to, err)
			}
		}
	}
}

func TestMovesThatAreRefused(t *testing.T) {
	m := ReaderMessage{Kind: IdeaMessage, State: IdeaReceived}
	if err := m.Move(IdeaDeclined, " \n"); KindOf(err) != Invalid || m.State != IdeaReceived {
		t.Errorf("declined without a reason: %v", err)
	}
	if err := m.Move(IdeaConsidered, strings.Repeat("a", MaxReason+1)); KindOf(err) != Invalid {
		t.Errorf("a long message: %v", err)
	}
	m.SpamAt = time.Now()
	if err := m.Move(IdeaConsidered, ""); KindOf(err) != Conflict || m.Open() {
		t.Errorf("spam: %v", err)
	}
}

func TestHeadingAndBeginOfMessages(t *testing.T) {
	for _, try := range []struct {
		m       ReaderMessage
		heading string
		begins  MessageState
	}{
		{ReaderMessage{Kind: IdeaMessage, Title: "Benches", Words: "On route 4."}, "Benches", IdeaReceived},
		{ReaderMessage{Kind: ContactMessage, Words: "Hello.\nMore."}, "Hello.", MessageWaiting},
		{ReaderMessage{Kind: ContactMessage, Words: strings.Repeat("é", 200)}, strings.Repeat("é", 79) + "…", MessageWaiting},
		{ReaderMessage{Kind: FeedbackMessage, Useful: "yes"}, "Useful", MessageClosed},
		{ReaderMessage{Kind: FeedbackMessage, Useful: "no"}, "Not useful", MessageClosed},
		{ReaderMessage{Kind: FeedbackMessage, Useful: "no", Words: "Too long"}, "Too long", MessageWaiting},
	} {
		if h, s := try.m.Heading(), try.m.Begin(); h != try.heading || s != try.begins {
			t.Errorf("%+v has heading %q and begins %s", try.m, h, s)
		}
	}
}
