// Package assets holds the style sheets and their letters, the sign of the site,
// its pictures and the scripts of the desk, under addresses that change with
// their content.
//
// Whoever has an asset never asks for it again, and a new version is a new
// address. The files are served as they stand here, compressed once when the
// program starts. Scripts are bundled from the folder script by its build.mjs
// and committed, so that only who changes one needs Node.
package assets

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed files
var files embed.FS

// Folder is where assets stand on the site.
const Folder = "/assets/"

// types are the media types of the files, by extension.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".txt":   "text/plain; charset=utf-8", // licences of what the scripts hold, and of the letters
	".woff2": "font/woff2",
}

// Set is all assets, ready to be served. It is safe for use by several
// goroutines.
type Set struct {
	paths map[string]string // by name: the address with the hash
	files map[string]file   // by what stands after Folder, with and without the hash
}

type file struct {
	plain, zipped []byte
	mediaType     string
	etag          string
	lasting       bool // the name holds the hash
}

// Load reads the embedded files.
func Load() (*Set, error) {
	entries, err := fs.ReadDir(files, "files")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	set := &Set{paths: make(map[string]string), files: make(map[string]file)}
	// What style sheets name comes before them: the address of a file is known
	// when it is there.
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(rank(a), rank(b)) })
	for _, entry := range entries {
		content, err := files.ReadFile("files/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		if entry.Name() == "style.css" { // one file, so that letters are asked for a journey earlier
			content = append(slices.Clone(set.files["fonts.css"].plain), content...)
		}
		if path.Ext(entry.Name()) == ".css" {
			content = spoken.ReplaceAll(content, nil)
			content = named.ReplaceAllFunc(content, func(url []byte) []byte {
				return []byte(`url("` + set.Path(string(named.FindSubmatch(url)[1])) + `")`)
			})
		}
		if err := set.add(entry.Name(), content); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// rank puts the style sheet of letters before the others, and everything else
// before style sheets.
func rank(entry fs.DirEntry) int {
	switch {
	case entry.Name() == "fonts.css":
		return 1
	case path.Ext(entry.Name()) == ".css":
		return 2
	}
	return 0
}

// spoken finds what a style sheet says to those who work on it.
var spoken = regexp.MustCompile(`(?s)/\*.*?\*/\n?|(?m:^ +)`)

// named finds the files of ours that a style sheet names.
var named = regexp.MustCompile(`url\("([a-z0-9-]+\.woff2)"\)`)

func (s *Set) add(name string, content []byte) error {
	ext := path.Ext(name)
	mediaType, ok := types[ext]
	if !ok {
		return fmt.Errorf("asset %s: its type is not known", name)
	}
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:6]) // 48 bits tell the versions of one file apart
	f := file{plain: content, mediaType: mediaType, etag: `W/"` + hash + `"`}
	if ext != ".png" && ext != ".woff2" { // which are compressed already
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return fmt.Errorf("compress asset %s: %w", name, err)
		}
		if _, err := z.Write(content); err != nil {
			return fmt.Errorf("compress asset %s: %w", name, err)
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("compress asset %s: %w", name, err)
		}
		f.zipped = b.Bytes()
	}
	s.files[name] = f
	f.lasting = true
	lasting := strings.TrimSuffix(name, ext) + "." + hash + ext
	s.files[lasting] = f
	s.paths[name] = Folder + lasting
	return nil
}

// Path is the address of the asset with the given name, which changes with its
// content. An unknown name is its own address, and will not be found.
func (s *Set) Path(name string) string {
	if p := s.paths[name]; p != "" {
		return p
	}
	return Folder + name
}

// ServeHTTP serves an asset, also under its plain name: for those who need an
// address that stays, such as the picture of the blog's actor.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[strings.TrimPrefix(r.URL.Path, Folder)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Etag", f.etag)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=3600")
	if f.lasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if f.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.zipped
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // a reader who left needs no answer
}
