package media

import "regexp"

// nameShape is what our files are called: the hash of the main file, the width
// for a variant of a picture, and the extension. A WebP copy has the name of what
// it is a copy of, but for that. Nothing that a person typed gets in.
var nameShape = regexp.MustCompile(`^([0-9a-f]{64})(?:(?:-([1-9][0-9]{0,4}))?\.(jpg|png|webp)|\.(pdf|odt|ods|docx|xlsx|csv|txt))$`)

// fileTypes are the media types of documents, by their extension.
var fileTypes = map[string]string{
	"pdf":  "application/pdf",
	"odt":  "application/vnd.oasis.opendocument.text",
	"ods":  "application/vnd.oasis.opendocument.spreadsheet",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"csv":  "text/csv; charset=utf-8",
	"txt":  "text/plain; charset=utf-8",
}

// ContentType is the media type of a file of ours, and false for any other
// name. A WebP copy has no address of its own. There is no type here that a browser would run within our pages.
func ContentType(name string) (string, bool) {
	m := nameShape.FindStringSubmatch(name)
	switch {
	case m == nil, m[3] == "webp":
		return "", false
	case m[4] != "":
		return fileTypes[m[4]], true
	case m[3] == "png":
		return "image/png", true
	}
	return "image/jpeg", true
}

// IsFile tells documents, which are downloaded, from pictures, by their name.
func IsFile(name string) bool {
	m := nameShape.FindStringSubmatch(name)
	return m != nil && m[4] != ""
}
