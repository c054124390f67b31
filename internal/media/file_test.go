package media

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"inews/internal/blog"
)

// office is an archive with these entries.
func office(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range entries {
		name, content, _ := strings.Cut(entry, "=")
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What a document is, its bytes say, whatever it is called.
func TestKindOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data []byte
		file string
		want string // the extension, or a part of the message in capitals' stead
	}{
		"PDF":               {[]byte("%PDF-1.7\n"), "a.exe", "pdf"},
		"Word":              {office(t, "[Content_Types].xml=", "word/document.xml=<x/>"), "a", "docx"},
		"Excel":             {office(t, "xl/workbook.xml=<x/>"), "a.docx", "xlsx"},
		"Writer":            {office(t, "mimetype=application/vnd.oasis.opendocument.text"), "a", "odt"},
		"Calc":              {office(t, "mimetype=application/vnd.oasis.opendocument.spreadsheet"), "a", "ods"},
		"table":             {[]byte("a,b\n1,2\n"), "A.CSV", "csv"},
		"text":              {[]byte("Grüße\n"), "a.html", "txt"},
		"nothing":           {nil, "a.pdf", "empty"},
		"macros":            {office(t, "word/document.xml=", "word/vbaProject.bin=x"), "a.docx", "macros"},
		"Basic":             {office(t, "mimetype=application/vnd.oasis.opendocument.text", "Basic/script-lc.xml=x"), "a.odt", "macros"},
		"archive":           {office(t, "evil.exe=x"), "a.docx", "not taken"},
		"presentation":      {office(t, "mimetype=application/vnd.oasis.opendocument.presentation"), "a.odt", "not taken"},
		"broken archive":    {[]byte("PK\x03\x04xxxx"), "a.docx", "damaged"},
		"old Word":          {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.doc", "old program"},
		"web page":          {[]byte("\xef\xbb\xbf <html><script>x</script>"), "a.txt", "not taken"},
		"drawing":           {[]byte("<svg onload=x>"), "a.csv", "not taken"},
		"JSON-LD":           {[]byte(`{"@context":"https://www.w3.org/ns/activitystreams"}`), "a.txt", "not taken"},
		"program":           {[]byte("MZ\x90\x00\x03"), "a.txt", "not taken"},
		"half a PDF behind": {[]byte("x%PDF-1.7\x00"), "a.pdf", "not taken"},
	} {
		got, err := kindOf(tc.data, tc.file)
		if err != nil && blog.KindOf(err) == blog.Invalid {
			got = blog.Message(err)
		}
		if err == nil && got != tc.want || err != nil && !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q (%v), want %q", name, got, err, tc.want)
		}
	}
}

// Check 41: of the name that came with a document nothing but words is kept.
func TestCheck41NamesOfFiles(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Plan 2027.pdf": "Plan 2027.pdf", "../../etc/passwd": "passwd.pdf", `C:\Users\x\Plan.docx`: "Plan.pdf", "": "Document.pdf", "..": "Document.pdf",
		".htaccess": "Document.pdf", "a\x00b\r\nSet-Cookie: x.pdf": "abSet-Cookie: x.pdf", "\u202egnp.exe": "gnp.pdf",
		strings.Repeat("a", 5000): strings.Repeat("a", 120) + ".pdf", "a.tar.gz": "a.tar.pdf",
	} {
		if got := fileName(in, "pdf"); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	for name, want := range map[string]bool{
		strings.Repeat("a", 64) + ".pdf": true, strings.Repeat("a", 64) + "-480.pdf": false, strings.Repeat("a", 64) + ".html": false,
		strings.Repeat("a", 64) + ".jpg": false, "plan.pdf": false,
	} {
		if IsFile(name) != want {
			t.Errorf("IsFile(%s) is %t", name, !want)
		}
	}
}
