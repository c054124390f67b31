package media

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// MaxFile is the most that a document may have, in bytes: as much as a picture.
const MaxFile = 16 << 20

// maxName is how much of the name of a document is kept, in characters.
const maxName = 120

// AddFile keeps a document as it is. What it is, its bytes say: the name that
// comes with it is only shown.
func (u *Uploads) AddFile(ctx context.Context, by blog.Editor, name string, r io.Reader) (blog.File, error) {
	if !by.Role.May(blog.MayWrite) {
		return blog.File{}, blog.Errorf(blog.Forbidden, "Your role does not upload files. Ask an editor to.")
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return blog.File{}, fmt.Errorf("read file: %w", err)
	}
	if len(data) > MaxFile {
		return blog.File{}, blog.InvalidField("file", "The file is larger than %d MB. Make it smaller, or put it where it can be linked to.", MaxFile>>20)
	}
	ext, err := kindOf(data, name)
	if err != nil {
		return blog.File{}, err
	}
	f := blog.File{Hash: hashOf(data), Ext: ext, Name: fileName(name, ext), Size: int64(len(data)), EditorID: by.ID}
	if err := u.Folder.Write(f.Hash+"."+f.Ext, data); err != nil {
		return blog.File{}, fmt.Errorf("keep file: %w", err)
	}
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.InsertFile(ctx, f); err != nil {
			return err
		}
		f, err = tx.FileByHash(ctx, f.Hash)
		return err
	})
	if err != nil {
		return blog.File{}, fmt.Errorf("list file: %w", err)
	}
	return f, nil
}

// RemoveFile deletes a document that nothing links to: an editor's right, and of
// whoever uploaded it.
func (u *Uploads) RemoveFile(ctx context.Context, by blog.Editor, hash string) error {
	if !by.Role.May(blog.MayWrite) {
		return blog.Errorf(blog.Forbidden, "Your role does not remove files. Ask an editor to.")
	}
	var f blog.File
	err := u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if f, err = tx.FileByHash(ctx, hash); err != nil {
			return err
		}
		if f.EditorID != by.ID && !by.Role.May(blog.MayPublish) {
			return blog.Errorf(blog.Forbidden, "Somebody else uploaded this file. Ask an editor to remove it.")
		}
		uses, err := tx.UsesOfPicture(ctx, hash)
		if err != nil {
			return err
		}
		if len(uses) > 0 {
			return blog.Errorf(blog.Conflict, "The file is still linked to in %s. Take the link out first.", uses[0].Called(by))
		}
		return tx.DeleteFile(ctx, hash)
	})
	if err != nil {
		return err
	}
	return u.Folder.Remove(f.Hash + "." + f.Ext)
}

// kindOf tells from its bytes what kind of document a file is, as its extension.
func kindOf(data []byte, name string) (string, error) {
	switch {
	case len(data) == 0:
		return "", blog.InvalidField("file", "The file is empty.")
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return "pdf", nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return officeKind(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", blog.InvalidField("file", "This is a document of an old program. Save it as DOCX, XLSX, ODT, ODS or PDF and upload that.")
	case isText(data):
		if strings.HasSuffix(strings.ToLower(name), ".csv") {
			return "csv", nil
		}
		return "txt", nil
	}
	return "", refuseFile()
}

func refuseFile() error {
	return blog.InvalidField("file", "This kind of file is not taken. Use PDF, ODT, DOCX, ODS, XLSX, CSV or plain text.")
}

// officeKind looks into an archive for what makes it a document. Macros are
// programs, and refused.
func officeKind(data []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", blog.InvalidField("file", "The file is damaged. Save the document again and upload the new file.")
	}
	kind := ""
	for _, entry := range archive.File {
		name := strings.ToLower(entry.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"):
			return "", blog.InvalidField("file", "The document holds macros, which are programs. Save it without them.")
		case name == "word/document.xml":
			kind = "docx"
		case name == "xl/workbook.xml":
			kind = "xlsx"
		case name == "mimetype":
			kind = openKind(entry)
		}
	}
	if kind == "" {
		return "", refuseFile()
	}
	return kind, nil
}

// openKind reads what an OpenDocument file says that it is.
func openKind(entry *zip.File) string {
	const longest = 100 // bytes; those that we know have 46
	r, err := entry.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	said, err := io.ReadAll(io.LimitReader(r, longest))
	for _, ext := range []string{"odt", "ods"} {
		if err == nil && string(said) == fileTypes[ext] {
			return ext
		}
	}
	return ""
}

// isText tells text that people read from everything else, markup for browsers
// among it.
func isText(data []byte) bool {
	head := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")))
	if strings.HasPrefix(head, "<") || strings.HasPrefix(head, "{") || !utf8.Valid(data) {
		return false
	}
	return !bytes.ContainsFunc(data, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f })
}

// fileName is the name that came with a file as it may be shown: without
// folders, without what cannot be seen, with the extension that it deserves.
func fileName(name, ext string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[:i]
	}
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	if name = strings.Trim(name, " ."); name == "" {
		name = "Document"
	}
	return name + "." + ext
}
