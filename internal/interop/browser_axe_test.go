package interop

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe is the version of axe-core that looks for barriers, and the hash of its
// script. It is under the MPL and no part of this program: npm brings it.
const (
	axe     = "4.14.1"
	axeHash = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
)

// axeSource is the script itself, from a folder in the user's cache that is
// filled once.
func axeSource(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil { // nobody's home
		cache = os.TempDir()
	}
	kept := filepath.Join(cache, "inews-interop", "axe-core-"+axe)
	if source, err := readAxe(kept); err == nil {
		return source
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Fatal("the tests in a browser need axe-core, which npm installs: on Debian, apt-get install nodejs npm")
	}
	check(t, os.MkdirAll(filepath.Dir(kept), 0o700))
	fresh, err := os.MkdirTemp(filepath.Dir(kept), "unfinished-")
	check(t, err)
	defer os.RemoveAll(fresh)
	install := exec.CommandContext(t.Context(), "npm", "install", "--prefix", fresh, "--ignore-scripts", "--no-audit", "--no-fund", "axe-core@"+axe)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm could not install axe-core: check that npm reaches its registry (%v: %s)", err, out)
	}
	source, err := readAxe(fresh)
	check(t, err)
	if err := os.Rename(fresh, kept); err != nil {
		t.Logf("another test run was faster: %v", err)
	}
	return source
}

// readAxe reads the script where npm has put it. What runs in the browser is
// what was looked at when the version was chosen.
func readAxe(folder string) (string, error) {
	source, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", err
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(source)); sum != axeHash {
		return "", fmt.Errorf("axe-core %s has the hash %s, not %s", axe, sum, axeHash)
	}
	return string(source), nil
}

// barrier is what axe-core objects to.
type barrier struct{ ID, Impact, Help, Where, Why string }

// examine looks for barriers on the page that is open. The script comes through
// the browser's own protocol: the site's policy lets none run.
func (w *window) examine(name, source string) {
	w.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](source))
	for n, l := range looks() {
		w.as(l)
		rules := "{}"
		if n%2 == 1 { // what is not colour is the same by day and by night
			rules = "{runOnly: ['color-contrast', 'link-in-text-block']}"
		}
		for _, b := range tell[[]barrier](w, `axe.run(document, Object.assign({resultTypes: ['violations']}, `+rules+`)).then(r => r.violations
			.filter(v => v.impact === 'serious' || v.impact === 'critical')
			.map(v => ({id: v.id, impact: v.impact, help: v.help, where: v.nodes.map(n => n.target).join(', '), why: v.nodes[0].failureSummary})))`) {
			w.Errorf("%s, %s: %s (%s): %s at %s: %s", name, fmt.Sprint(l), b.ID, b.Impact, b.Help, b.Where, b.Why)
		}
	}
}
