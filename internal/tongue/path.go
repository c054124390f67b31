package tongue

import "strings"

// apart are the addresses, and the folders of addresses, that are the same in every
// language: files, what programs ask for, and the pages of staff.
var apart = []string{
	"/ap", "/assets", "/desk", "/favicon.ico", "/media", "/nodeinfo", "/robots.txt", "/sitemap.xml", "/.well-known",
}

// Path is the address of the page in this language that stands at path in the
// site's own. An address elsewhere, and one that has no language, stays as it is.
func (t *Tongue) Path(path string) string {
	if t.Prefix == "" {
		return path
	}
	rest, rooted := strings.CutPrefix(path, "/")
	if path != "" && !rooted || strings.HasPrefix(rest, "/") || below(path, t.Prefix) {
		return path
	}
	for _, folder := range apart {
		if below(path, folder) {
			return path
		}
	}
	if rest == "" || rest[0] == '?' || rest[0] == '#' { // the front page
		return t.Prefix + rest
	}
	return t.Prefix + path
}

// below tells whether an address is the folder or stands in it.
func below(path, folder string) bool {
	rest, ok := strings.CutPrefix(path, folder)
	return ok && (rest == "" || strings.IndexByte("/?#", rest[0]) >= 0)
}
