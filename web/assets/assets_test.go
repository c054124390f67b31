package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// maxStyle bounds the style sheet as it is sent, compressed: it stands between a
// reader and the page.
const maxStyle = 11 << 10

// maxLetters bounds the letters that a page in English with every sort of them
// asks for.
const maxLetters = 45 << 10

// rare are the letters that few pages in English have.
var rare = regexp.MustCompile(`-(welsh|west|middle|else|signs)\.`)

func TestStyle(t *testing.T) {
	css, err := files.ReadFile("files/style.css")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if sent := len(set.files["style.css"].zipped); sent > maxStyle {
		t.Errorf("the style sheet has %d bytes, want at most %d", sent, maxStyle)
	}
	for _, want := range []string{"prefers-color-scheme: dark", "forced-colors", "prefers-reduced-motion", "@media print", ":focus-visible"} {
		if !strings.Contains(string(css), want) {
			t.Errorf("lacks %s", want)
		}
	}
	letters := 0
	for _, m := range regexp.MustCompile(`url\("([^"]*)"\)`).FindAllStringSubmatch(string(set.files["style.css"].plain), -1) {
		file, ok := set.files[strings.TrimPrefix(m[1], Folder)]
		if !ok || !file.lasting || file.mediaType != "font/woff2" {
			t.Errorf("the style sheet names %s, which is no file of letters whose name changes with it", m[1])
		}
		if !rare.MatchString(m[1]) {
			letters += len(file.plain)
		}
	}
	if letters == 0 || letters > maxLetters {
		t.Errorf("the letters of a page have %d bytes, want at most %d", letters, maxLetters)
	}
	for _, away := range []string{"http:", "https:", "url(", "@import"} {
		if strings.Contains(strings.ReplaceAll(string(css), `[href^="http"]`, ""), away) {
			t.Errorf("loads from elsewhere: %s", away)
		}
	}
}

func TestSet(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	path := set.Path("style.css")
	if !strings.HasPrefix(path, "/assets/style.") || !strings.HasSuffix(path, ".css") || path == "/assets/style.css" {
		t.Errorf("the address is %s, want one with a hash", path)
	}
	for _, test := range []struct {
		path, encoding, known string
		code                  int
		zipped                bool
	}{
		{path, "", "", 200, false},
		{path, "gzip", "", 200, true},
		{"/assets/style.css", "gzip", "", 200, true},
		{"/assets/icon.png", "gzip", "", 200, false},
		{"/assets/style.000000000000.css", "", "", 404, false},
		{"/assets/", "", "", 404, false},
		{path, "", "same", 304, false},
	} {
		r := httptest.NewRequest("GET", test.path, nil)
		r.Header.Set("Accept-Encoding", test.encoding)
		if test.known != "" {
			r.Header.Set("If-None-Match", set.files["style.css"].etag)
		}
		w := httptest.NewRecorder()
		set.ServeHTTP(w, r)
		if w.Code != test.code || (w.Header().Get("Content-Encoding") == "gzip") != test.zipped {
			t.Errorf("%s, %q: status %d, encoding %q", test.path, test.encoding, w.Code, w.Header().Get("Content-Encoding"))
		}
	}
}

// Scripts are bundled from the folder script. Each begins with what it was made
// from, and with the digest of that: whoever changes a source bundles it anew.
func TestScriptsAreMadeFromTheirSources(t *testing.T) {
	entries, err := filepath.Glob("script/*.js")
	if err != nil || len(entries) == 0 {
		t.Fatalf("there are no scripts: %v", err)
	}
	banner := regexp.MustCompile(`^// Made by npm run build from (.+): ([0-9a-f]{64})\n`)
	for _, entry := range entries {
		made, err := files.ReadFile("files/" + filepath.Base(entry))
		if err != nil {
			t.Errorf("%s is not bundled: run npm ci && npm run build in web/assets/script", entry)
			continue
		}
		match := banner.FindSubmatch(made)
		if match == nil {
			t.Errorf("%s does not begin with its sources", entry)
			continue
		}
		digest := sha256.New()
		for name := range strings.FieldsSeq(string(match[1])) {
			source, err := os.ReadFile(filepath.Join("script", filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(digest, "%s\n%s", name, source)
		}
		if got := hex.EncodeToString(digest.Sum(nil)); got != string(match[2]) {
			t.Errorf("%s is older than its sources: run npm ci && npm run build in web/assets/script", entry)
		}
	}
}
