package interop

import (
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// A sheet of A4 without the margins that the style sheet sets.
const sheetWidth, sheetHeight = 673, 987 // in CSS pixels

// prints makes sure that the page fits a sheet of paper, and that nothing stands on
// it that only works on a screen; and it saves the sheets, when pictures are wanted.
func (w *window) prints(name string) {
	w.Helper()
	command(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	command(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: sheetWidth, Height: sheetHeight, DeviceScaleFactor: 1, Mobile: true, // without scrollbars
	})
	w.fits(name+" on paper", look{"light", sheetWidth})
	for _, control := range tell[[]string](w, `[...document.querySelectorAll('a.button, button, input:not(.copy), select, textarea, nav:not(.series), summary, .skip')]
		.filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40))`) {
		w.Errorf("%s: on paper stands %s", name, control)
	}
	if *screenshots == "" {
		return
	}
	yes := true
	sheets := command(w, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: &yes})
	check(w.T, os.MkdirAll(*screenshots, 0o755))
	check(w.T, os.WriteFile(filepath.Join(*screenshots, name+".pdf"), sheets.Data, 0o600))
}
