package internal_test

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "inews/"

// arrows is the design's picture: the packages of ours that each may import.
var arrows = map[string][]string{
	"federation":                 {},
	"federation/activitystreams": {"federation"},
	"federation/signature":       {"federation"},
	"federation/fetch":           {"federation", "federation/activitystreams", "federation/signature"},
	"federation/webfinger":       {"federation", "federation/fetch"},
	"federation/nodeinfo":        {"federation", "federation/fetch"},
	"federation/actor":           {"federation", "federation/activitystreams"},
	"federation/inbox":           {"federation", "federation/activitystreams", "federation/signature", "federation/fetch"},
	"federation/delivery":        {"federation", "federation/signature", "federation/fetch"},
	"federation/fedtest":         {"federation/..."},
	"internal/blog":              {},
	"internal/postgres":          {"internal/blog", "migrations"},
	"internal/newsroom":          {"internal/blog", "internal/postgres", "internal/richtext", "internal/tongue"},                      // people are written to in their language
	"internal/comments":          {"internal/blog", "internal/postgres", "internal/richtext", "internal/tongue"},                      // likewise
	"internal/calendar":          {"internal/blog", "internal/postgres", "internal/richtext", "internal/newsroom", "internal/tongue"}, // an event is a post, saved in one transaction with its facts
	"internal/network":           {"internal/blog", "internal/postgres", "internal/richtext"},
	"internal/mailing":           {"internal/blog", "internal/postgres", "internal/richtext", "internal/tongue"},
	"internal/media":             {"internal/blog", "internal/postgres"},
	"internal/look":              {"internal/blog", "internal/postgres"},
	"internal/reach":             {"internal/blog", "internal/postgres"},
	"internal/accounts":          {"internal/blog", "internal/postgres"},
	"internal/privacy":           {"internal/blog", "internal/postgres"},
	"internal/compliance":        {"internal/blog", "internal/postgres"},
	"internal/fediverse": {"internal/blog", "internal/postgres", "internal/richtext", "internal/comments",
		"internal/calendar", "internal/network", "internal/jobs", "internal/tongue", "federation/..."},
	"internal/richtext": {},
	"internal/tongue":   {"internal/blog"}, // it says in other languages what our nouns and errors say in English
	"internal/jobs":     {"internal/blog", "internal/postgres"},
	"internal/localpg":  {},
	"internal/config":   {"internal/tongue"}, // which languages there are words for
	"internal/pgtest":   {"..."},
	"internal/interop":  {"..."},
	"migrations":        {},
	"web":               pages,
	"web/site":          pages,
	"web/desk":          pages,
	"web/view":          {"web/assets", "web/view/plot", "internal/blog", "internal/richtext", "internal/tongue"},
	"web/view/plot":     {"internal/blog"},
	"web/assets":        {},
	"cmd/inews":         {"..."},
	"internal":          {}, // these rules
}

// pages are what the web's packages may import: the use cases, and reads.
var pages = []string{"web/...", "internal/blog", "internal/postgres", "internal/richtext", "internal/newsroom",
	"internal/comments", "internal/calendar", "internal/network", "internal/mailing", "internal/media", "internal/accounts",
	"internal/reach", "internal/look", "internal/compliance", "internal/tongue", "internal/privacy"}

// Packages for tests alone, and what every test of internal and web may use
// beside its package's own arrows: something to start from, such as a post that
// was published, and something to look at.
var (
	testsOnly  = []string{"internal/pgtest", "internal/interop"}
	forTests   = append([]string{"internal/blog", "internal/postgres", "internal/localpg", "internal/newsroom"}, testsOnly...)
	forLibrary = []string{"federation/..."}
)

// owners are the packages that alone may import a module from outside. A new
// dependency gets a row here, and its reason in the commit.
var owners = map[string][]string{
	"github.com/go-fed/activity":         {"federation/activitystreams"},
	"github.com/go-fed/httpsig":          {"federation/signature"},
	"github.com/dunglas/httpsfv":         {"federation/signature"},
	"github.com/gowebpki/jcs":            {"federation/signature"},
	"github.com/jmoiron/sqlx":            {"internal/postgres"},
	"github.com/lib/pq":                  {"internal/postgres"},
	"github.com/pressly/goose":           {"internal/postgres"},
	"github.com/gin-gonic/gin":           {"web"},
	"github.com/sergi/go-diff":           {"internal/newsroom"},
	"github.com/yuin/goldmark":           {"internal/richtext"},
	"github.com/microcosm-cc/bluemonday": {"internal/richtext"},
	"golang.org/x/net/html":              {"internal/richtext", "internal/newsroom"},
	"github.com/riverqueue/river":        {"internal/jobs"},
	"github.com/wneessen/go-mail":        {"internal/mailing"},
	"github.com/emersion":                {"internal/mailing", "internal/interop"}, // a mail server of others' making, for tests
	"github.com/arran4/golang-ical":      {"internal/calendar"},
	"github.com/teambition/rrule-go":     {"internal/calendar"},
	"golang.org/x/image":                 {"internal/media"},
	"github.com/bbrks/go-blurhash":       {"internal/media"},
	"github.com/gen2brain/webp":          {"internal/media"}, // libwebp as WebAssembly: Go itself reads the format, and does not write it
	"github.com/minio/minio-go":          {"internal/media"},
	"golang.org/x/crypto/argon2":         {"internal/accounts"},
	"github.com/pquerna/otp":             {"internal/accounts"},
	"github.com/boombuler/barcode":       {"internal/accounts", "web/site"},
	"github.com/go-webauthn/webauthn":    {"internal/accounts"},
	"github.com/coreos/go-oidc":          {"internal/accounts"},
	"golang.org/x/oauth2":                {"internal/accounts"},
	"golang.org/x/crypto/acme":           {"cmd/inews"},
	"github.com/alecthomas/kong":         {"cmd/inews"},
	"github.com/mattn/go-isatty":         {"cmd/inews"},
	"golang.org/x/term":                  {"cmd/inews"},
	"github.com/goccy/go-yaml":           {"cmd/inews"},
	"github.com/prometheus":              {"cmd/inews", "web", "internal/fediverse"},
	"github.com/maypok86/otter":          {"web", "internal/fediverse"},
	"github.com/chromedp":                {"internal/interop"},
	"github.com/google/uuid":             {"cmd", "internal", "web"},
	"golang.org/x/text":                  {"cmd", "internal", "web"},
	"golang.org/x/sync":                  {"cmd", "internal", "web", "federation"},
	"golang.org/x/time":                  {"cmd", "internal", "web", "federation"},
	"golang.org/x/net/idna":              {"federation", "internal/richtext"},
	"golang.org/x/net/publicsuffix":      {"federation", "internal/richtext"},
}

var importRules = []rule{
	{"a package stands in the design's table of arrows", func(h *house, offend offend) {
		for _, f := range h.files {
			if _, ok := arrows[f.folder]; !ok {
				offend(f.path, f.folder)
			}
		}
	}},
	{"an import of ours is an arrow of the design", func(h *house, offend offend) {
		for _, f := range h.files {
			f.imports(func(at int, to string) {
				if to, ours := strings.CutPrefix(to, module); ours && !f.mayImport(to) {
					offend(f.path+":"+strconv.Itoa(at), f.folder+" → "+to)
				}
			}, h)
		}
	}},
	{"a module from outside is imported by its owner alone", func(h *house, offend offend) {
		for _, f := range h.files {
			f.imports(func(at int, to string) {
				host, _, _ := strings.Cut(to, "/")
				if strings.Contains(host, ".") && !f.test && !below(f.folder, ownersOf(to)...) {
					offend(f.path+":"+strconv.Itoa(at), to)
				}
			}, h)
		}
	}},
	{"the federation library does not log", func(h *house, offend offend) {
		for _, f := range h.files {
			f.imports(func(at int, to string) {
				if below(f.folder, "federation") && !f.test && f.folder != "federation/fedtest" && (to == "log" || to == "log/slog") {
					offend(f.path+":"+strconv.Itoa(at), to)
				}
			}, h)
		}
	}},
	{"a dependency is never replaced, and go-fed/activity stays at v1.0.0", func(h *house, offend offend) {
		for _, line := range strings.Split(h.texts["go.mod"], "\n") {
			words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
			moved := len(words) > 1 && words[0] == "github.com/go-fed/activity" && words[1] != "v1.0.0"
			if moved || len(words) > 0 && words[0] == "replace" {
				offend("go.mod", strings.TrimSpace(line))
			}
		}
	}},
}

func (f file) imports(visit func(line int, path string), h *house) {
	for _, spec := range f.syntax.Imports {
		if to, err := strconv.Unquote(spec.Path.Value); err == nil {
			visit(h.set.Position(spec.Pos()).Line, to)
		}
	}
}

func (f file) mayImport(to string) bool {
	allowed := arrows[f.folder]
	switch {
	case !f.test && slices.Contains(testsOnly, to):
		return slices.Contains(testsOnly, f.folder)
	case f.test && to == f.folder: // as others see it
		return true
	case f.test && below(f.folder, "federation"):
		allowed = slices.Concat(allowed, forLibrary)
	case f.test:
		allowed = slices.Concat(allowed, forTests)
	}
	return slices.ContainsFunc(allowed, func(pattern string) bool {
		folder, tree := strings.CutSuffix(pattern, "...")
		return to == pattern || tree && (folder == "" || below(to, path.Clean(folder)))
	})
}

// ownersOf finds the longest row that the import is of.
func ownersOf(imported string) []string {
	for module := imported; module != "."; module = path.Dir(module) {
		if who, ok := owners[module]; ok {
			return who
		}
	}
	return nil
}
