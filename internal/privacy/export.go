package privacy

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"inews/internal/blog"
)

//go:embed templates
var templates embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"exact": func(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 MST") },
	"day":   func(at time.Time) string { return at.Format("2 January 2006") },
	"count": blog.CountOf,
	"lines": linesOf,
	"part":  PartOf,
}).ParseFS(templates, "templates/*.html"))

// File is everything that is kept about somebody in one file, for them: a page to
// read and JSON for programs.
func (f Found) File() ([]byte, error) {
	data, err := json.MarshalIndent(struct {
		Site     string    `json:"site"`
		Who      string    `json:"who"`
		Made     time.Time `json:"made"`
		Sections []Section `json:"parts"`
	}{f.Site, f.Who.Who, f.At.UTC(), f.Sections}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write what is kept as JSON: %w", err)
	}
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, "export.html", f); err != nil {
		return nil, fmt.Errorf("write what is kept as a page: %w", err)
	}
	return zipped(f.At, map[string][]byte{"index.html": page.Bytes(), "data.json": data}, "index.html", "data.json")
}

func zipped(at time.Time, files map[string][]byte, names ...string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("write %s into the file: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close the file: %w", err)
	}
	return out.Bytes(), nil
}

// Line is a fact of a thing that is kept, for people.
type Line struct {
	Name, Value string
	Long        bool // a document or markup, as it came
}

// longText is from how many bytes on a value is folded away.
const longText = 400

// linesOf reads a thing as it stands in the JSON, in its order and without what is
// empty.
func linesOf(row json.RawMessage) ([]Line, error) {
	d := json.NewDecoder(bytes.NewReader(row))
	if _, err := d.Token(); err != nil { // the brace
		return nil, fmt.Errorf("read what is kept: %w", err)
	}
	var lines []Line
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			return nil, fmt.Errorf("read what is kept: %w", err)
		}
		if text := readable(value); text != "" {
			lines = append(lines, Line{
				Name: strings.ReplaceAll(fmt.Sprint(name), "_", " "), Value: text, Long: len(text) > longText || strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["),
			})
		}
	}
	return lines, nil
}

// readable is a value as people read it: "" for one that says nothing.
func readable(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return at.UTC().Format("2 January 2006, 15:04:05 MST")
		}
		return text
	}
	switch s := string(value); s {
	case "null", "[]", "{}", "false":
		return ""
	case "true":
		return "yes"
	default:
		return s
	}
}
