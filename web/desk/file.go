package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// filesPage lists the documents that were uploaded.
type filesPage struct {
	frame
	Files []document
	Next  string // address of the next page, or ""
}

// document is a file of the library on a page.
type document struct{ blog.File }

// Weight is the size of the file in words.
func (f document) Weight() string { return richtext.FileSize(f.File.Size) }

// Markdown links to the file from a text.
func (f document) Markdown() string { return "[" + f.Words() + "](" + f.Path() + ")" }

// jsonFile is a document of the library for a script.
type jsonFile struct {
	Hash     string `json:"hash"`
	Path     string `json:"path"`
	Name     string `json:"name"`
	Words    string `json:"words"` // for a link
	Kind     string `json:"kind"`
	Size     int64  `json:"size"` // bytes
	Markdown string `json:"markdown"`
}

func jsonFileOf(f blog.File) jsonFile {
	return jsonFile{f.Hash, f.Path(), f.Name, f.Words(), f.Kind(), f.Size, document{f}.Markdown()}
}

// filesShown is how many documents stand on one page.
const filesShown = 100

func (d *Desk) files(v *visit) error { return d.filesWith(v, http.StatusOK, nil) }

// filesWith lists the documents, with what is wrong with an upload.
func (d *Desk) filesWith(v *visit, code int, wrong error) error {
	list, err := d.DB.FilesInLibrary(v.ctx(), placeIn(v.Query("before")), filesShown+1)
	if err != nil {
		return err
	}
	next := ""
	if len(list) > filesShown {
		list = list[:filesShown]
		last := list[filesShown-1]
		next = placeOut(postgres.Cursor{At: last.UploadedAt, ID: last.Hash})
	}
	if wantsJSON(v) || v.Query("format") == "json" {
		answer := struct {
			Files []jsonFile `json:"files"`
			Next  string     `json:"next"` // for the parameter before; "" at the end
		}{[]jsonFile{}, next}
		for _, f := range list {
			answer.Files = append(answer.Files, jsonFileOf(f))
		}
		return v.answer(code, answer)
	}
	page := filesPage{frame: d.frameIn(v, "pictures", "Files")}
	for _, f := range list {
		page.Files = append(page.Files, document{f})
	}
	if next != "" {
		page.Next = "/desk/files?" + url.Values{"before": {next}}.Encode()
	}
	if wrong != nil {
		page.Problems = problemsAt(wrong, "file")
	}
	return d.show(v, code, "files", page)
}

func (d *Desk) addFile(v *visit) error {
	f, err := d.takeFile(v)
	if err != nil && wantsJSON(v) {
		return d.refuse(v, err, "file")
	}
	if err != nil && isForm(err) {
		return d.filesWith(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusCreated, jsonFileOf(f))
	}
	return v.back("/desk/files", fileAdded)
}

// takeFile keeps the document that a form brings.
func (d *Desk) takeFile(v *visit) (blog.File, error) {
	file, header, err := v.Request.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return blog.File{}, blog.InvalidField("file", "Choose a file first.")
	}
	if err != nil {
		return blog.File{}, fmt.Errorf("read upload: %w", err)
	}
	defer file.Close()
	return d.Uploads.AddFile(v.ctx(), v.editor, header.Filename, file)
}

func (d *Desk) removeFile(v *visit) error {
	err := d.Uploads.RemoveFile(v.ctx(), v.editor, v.Param("hash"))
	if err != nil {
		return err
	}
	return v.back("/desk/files", fileRemoved)
}
