package view

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inews/web/view/plot"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// The pictures as the template prints them, with what would break out of them.
func TestPlotsAreAsTheyWere(t *testing.T) {
	words := functions(time.UTC, func(s string) string { return s }, english)
	maps.Copy(words, deskFunctions(time.UTC))
	parts, err := template.New("").Funcs(words).ParseFS(files, "templates/desk/parts-plot.html")
	if err != nil {
		t.Fatal(err)
	}
	days := plot.Spec{ID: "plot-a", Title: "Followers", Kind: plot.Line, Of: "Day"}
	for i := range 30 {
		day := time.Date(2026, 10, 1+i, 0, 0, 0, 0, time.UTC)
		days.Labels, days.Names = append(days.Labels, day.Format("2 Jan")), append(days.Names, day.Format("2 January 2006"))
	}
	line, bars := days, days
	followers, replies, shares := plot.Series{Name: "Followers"}, plot.Series{Name: "Replies"}, plot.Series{Name: "Shares"}
	for i := range 30 {
		followers.Values = append(followers.Values, 1167+i*i/23-i%3)
		replies.Values, shares.Values = append(replies.Values, i%5), append(shares.Values, (i*7)%11)
	}
	line.Series = []plot.Series{followers}
	bars.Kind, bars.Title, bars.Series = plot.Bars, "Replies and shares", []plot.Series{replies, shares}
	rows := plot.Spec{
		ID: "plot-b", Title: "Each post", Kind: plot.Rows, Of: "Post", Labels: []string{`A <b>"bold"</b> title & more`, "Short"},
		Names: []string{`A <b>"bold"</b> title & more`, "Short"}, Series: []plot.Series{{Name: "Replies", Values: []int{12, 0}}, {Name: "Shares", Values: []int{34, 2}}},
	}
	blank := plot.Spec{ID: "plot-c", Title: "Nothing", Kind: plot.Bars, Of: "Day", Labels: []string{"1 Oct"}, Names: []string{"1 October"},
		Series: []plot.Series{{Name: "Replies", Values: []int{0}}}, Empty: "Nobody has replied."}
	for name, spec := range map[string]plot.Spec{"line": line, "bars": bars, "rows": rows, "blank": blank} {
		var b bytes.Buffer
		if err := parts.ExecuteTemplate(&b, "plot", plot.New(spec)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", fmt.Sprintf("plot-%s.html", name))
		if *rewrite {
			if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s is not as it was:\n%s", file, b.Bytes())
		}
	}
}
