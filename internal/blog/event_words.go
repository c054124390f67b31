package blog

import (
	"strings"
	"time"
)

// eventWords are those in which the facts of an event are told in one language.
// The patterns of times are those of package time, with the names of days and
// months in English, which names puts into the language.
type eventWords struct {
	to                   string
	cancelled, postponed string
	isOff, isLater       string // before a title
	online, andOnline    string
	names                *strings.Replacer
}

var english = eventWords{
	to: " to ", cancelled: "Cancelled. ", postponed: "Postponed. Was to be ",
	isOff: "Cancelled: ", isLater: "Postponed: ", online: "Online", andOnline: ", and online",
	names: strings.NewReplacer(),
}

var welsh = eventWords{
	to: " i ", cancelled: "Canslwyd. ", postponed: "Gohiriwyd. Dyddiad gwreiddiol: ",
	isOff: "Canslwyd: ", isLater: "Gohiriwyd: ", online: "Ar-lein", andOnline: ", ac ar-lein",
	names: strings.NewReplacer(
		"Mon", "Llun", "Tue", "Maw", "Wed", "Mer", "Thu", "Iau", "Fri", "Gwe", "Sat", "Sad", "Sun", "Sul",
		"Jan", "Ion", "Feb", "Chwef", "Mar", "Maw", "Apr", "Ebr", "May", "Mai", "Jun", "Meh",
		"Jul", "Gorff", "Aug", "Awst", "Sep", "Medi", "Oct", "Hyd", "Nov", "Tach", "Dec", "Rhag"),
}

func wordsOf(language string) eventWords {
	if TongueOf(language) == "cy" {
		return welsh
	}
	return english
}

// date writes a time by a pattern, in the language.
func (w eventWords) date(t time.Time, pattern string) string {
	return w.names.Replace(t.Format(pattern))
}
