package interop

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource is the script of axe-core, which looks for barriers.
func axeSource(t *testing.T) string {
	t.Helper()
	const script = "axe-core/axe.min.js"
	packages, err := npmPackages("axe", script)
	check(t, err)
	source, err := os.ReadFile(filepath.Join(packages, script))
	check(t, err)
	return string(source)
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
		w.barriers(fmt.Sprintf("%s, %v", name, l), rules)
	}
	w.zoomed()
	w.barriers(name+" at 400 %", "{}")
}

// barriers has the script look once.
func (w *window) barriers(name, rules string) {
	w.Helper()
	for _, b := range tell[[]barrier](w, `axe.run(document, Object.assign({resultTypes: ['violations']}, `+rules+`)).then(r => r.violations
		.filter(v => v.impact === 'serious' || v.impact === 'critical')
		.map(v => ({id: v.id, impact: v.impact, help: v.help, where: v.nodes.map(n => n.target).join(', '), why: v.nodes[0].failureSummary})))`) {
		w.Errorf("%s: %s (%s): %s at %s: %s", name, b.ID, b.Impact, b.Help, b.Where, b.Why)
	}
}
