package media

import "inews/internal/blog"

// Licence is what allows us to show somebody's picture.
type Licence = blog.Licence

// Licences lists those that editors can choose from, the most usual first.
func Licences() []Licence { return blog.Licences() }

// LicenceNamed finds a licence by its name; case and spaces do not matter.
func LicenceNamed(name string) (Licence, bool) { return blog.LicenceNamed(name) }
