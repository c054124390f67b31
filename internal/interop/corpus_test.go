package interop

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// corpusFolder holds payloads of real servers, beside the repository. They are
// other people's, and so not in it.
const corpusFolder = "../../../shared/wire-corpus"

// Each file of the wire corpus, sent signed to the inbox or served to the
// fetcher by somebody whom staff trust and follow, comes out as the committed
// table says: so that, if anything private or foreign could get through, it
// would. No panic, no 5xx, no activity that fails, nothing private visible.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(corpusFolder + "/*.json")
	check(t, err)
	if len(files) == 0 {
		t.Log("the wire corpus is not beside this repository: nothing to do")
		return
	}
	slices.Sort(files)
	i := newInternet(t)
	n := i.node("INEWS_LOG=info").start()
	troupe := i.troupe(n)
	var sent []*act
	for _, file := range files {
		sent = append(sent, troupe.rehearse(file)...)
	}
	troupe.perform(sent)
	n.await("everything is worked off", func() bool {
		return n.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting' AND (attempts = 0 OR lease_until IS NOT NULL)`) == 0
	})
	var table strings.Builder
	table.WriteString("file\tway\tcode\tstate\treason\teffect\n")
	for _, a := range sent {
		state, reason := n.desk.stateOf(a.prefix)
		effect := difference(a.before, n.desk.tracesOf(a.prefix))
		fmt.Fprintf(&table, "%s\t%s\t%d\t%s\t%s\t%s\n", a.file, a.way, a.code, state, reason, effect)
		if a.code >= 500 || a.code == 0 || state == "failed" {
			t.Errorf("%s (%s): %d, %s, %s", a.file, a.way, a.code, state, reason)
		}
	}
	n.comparesWith("testdata/corpus.tsv", table.String())
	n.hidesPrivate()
	n.noTrouble()
}

// comparesWith tells each line in which a table is not the committed one.
func (n *node) comparesWith(file, got string) {
	n.Helper()
	if *update {
		check(n.T, os.WriteFile(file, []byte(got), 0o644))
	}
	text, err := os.ReadFile(file)
	check(n.T, err)
	want := strings.Split(string(text), "\n")
	for _, line := range strings.Split(got, "\n") {
		if !slices.Contains(want, line) {
			n.Errorf("not in %s: %s", file, line)
		}
	}
	if len(want) != strings.Count(got, "\n")+1 {
		n.Errorf("%s has %d lines, want %d", file, len(want), strings.Count(got, "\n")+1)
	}
}

// hidesPrivate looks for what was not addressed to everybody, and for what is
// held, wherever a reader or another server may look.
func (n *node) hidesPrivate() {
	n.Helper()
	var seen strings.Builder
	for _, address := range []string{"/", "/posts/bins", "/network", "/feed.rss", "/feed.atom", "/feed.json", "/search?q=the", "/sitemap.xml"} {
		_, page := n.page(address)
		seen.WriteString(page)
	}
	for _, list := range []string{"/outbox?page=1", "/followers", "/following?page=1", "/featured"} {
		check(n.T, json.NewEncoder(&seen).Encode(n.object(n.actor()+fedID(list))))
	}
	rows, err := n.desk.db.SQL().Query(`SELECT id::text, uri, plain FROM comments WHERE verdict <> 'approved'`)
	check(n.T, err)
	hidden := 0
	for rows.Next() {
		var id, uri, text string
		check(n.T, rows.Scan(&id, &uri, &text))
		hidden++
		for _, mark := range []string{"comment-" + id, uri + `"`} {
			if strings.Contains(seen.String(), mark) {
				n.Errorf("%s is not public, and stands on a page: %.60s", uri, text)
			}
		}
	}
	check(n.T, rows.Err())
	if hidden == 0 {
		n.Error("nothing was private: the corpus has private replies")
	}
}

// perform sends every act, a few at a time.
func (tr *troupe) perform(acts []*act) {
	tr.Helper()
	const together = 8 // as many as a busy server sends at once
	queue := make(chan *act)
	var group sync.WaitGroup
	for range together {
		group.Go(func() {
			for a := range queue {
				a.code = tr.send(a)
			}
		})
	}
	for _, a := range acts {
		a.before = tr.node.desk.tracesOf(a.prefix)
		queue <- a
	}
	close(queue)
	group.Wait()
}
