package media

import "regexp"

// nameShape is what our files are called: the hash of the main file, the width
// for a variant, and the extension. Nothing that a person typed gets in.
var nameShape = regexp.MustCompile(`^([0-9a-f]{64})(?:-([1-9][0-9]{0,4}))?\.(jpg|png)$`)

// ContentType is the media type of a file of ours, and false for any other
// name. There is no type here that a browser would run.
func ContentType(name string) (string, bool) {
	m := nameShape.FindStringSubmatch(name)
	if m == nil {
		return "", false
	}
	if m[3] == "png" {
		return "image/png", true
	}
	return "image/jpeg", true
}
