package blog

import (
	"strings"
	"time"
)

// File is a document that readers download.
type File struct {
	Hash       string // SHA-256 of its content
	Ext        string // without a dot
	Name       string // as it was called when it was uploaded
	Size       int64  // bytes
	UploadedAt time.Time
	UploadedBy string // name of the editor, or ""
	EditorID   string // of the same
}

// Path is the address of the file.
func (f File) Path() string { return "/media/" + f.Hash + "." + f.Ext }

// Kind is what people call such a file.
func (f File) Kind() string {
	switch f.Ext {
	case "odt", "docx":
		return "Text document (" + strings.ToUpper(f.Ext) + ")"
	case "ods", "xlsx":
		return "Spreadsheet (" + strings.ToUpper(f.Ext) + ")"
	case "txt":
		return "Plain text"
	}
	return strings.ToUpper(f.Ext)
}

// Words is the name without its extension, for a link.
func (f File) Words() string {
	if name := strings.TrimSuffix(f.Name, "."+f.Ext); name != "" {
		return name
	}
	return f.Name
}
