package desk

import "inews/internal/tongue"

// english is what the desk speaks.
var english = tongue.In("en")

// tongue is the one in which readers of a language read the site.
func (d *Desk) tongue(language string) *tongue.Tongue {
	if len(d.Languages) == 0 {
		return tongue.In(language)
	}
	return tongue.Among(tongue.All(d.Languages[0], d.Languages[1:]), language)
}
