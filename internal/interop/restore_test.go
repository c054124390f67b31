package interop

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/localpg"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// Check 58: backup then restore into an empty machine: posts, followers, keys,
// media equal by checksum; nothing re-sent; new post reaches old followers.
//
// When the backup is taken, a delivery waits for a server that is down, an edit
// is not told yet, and a post is scheduled whose time comes before the restore:
// the lost server might have sent each of them after the backup.
func TestCheck58BackupAndRestore(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	d := &drill{node: i.node("INEWS_NAME=Wealdshire").start(), alice: i.peer("alice"), bob: i.peer("bob")}
	d.live()
	backup := filepath.Join(t.TempDir(), "backup.tar")
	var made struct{ Pictures int }
	d.inews(&made, "backup", backup)
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 || made.Pictures == 0 {
		t.Errorf("the backup has mode %v (%v) and %d pictures, want 0600 and some", info.Mode(), err, made.Pictures)
	}

	d.intoPrivateCluster(backup)
	before := d.digest(d.desk.db)
	machine := d.elsewhere(emptied(t))
	var back struct{ Held, Pictures int }
	machine.inews(&back, "restore", backup)
	same(t, "the restored database", before, machine.digest(machine.desk.db))
	same(t, "the restored pictures", digestOf(t, d.data), digestOf(t, machine.data))
	if back.Held != 1 || back.Pictures != made.Pictures {
		t.Errorf("restored %+v, want 1 delivery held and %d pictures", back, made.Pictures)
	}
	machine.refuses(backup)

	machine.start()
	sent := map[*fedtest.Peer]int{d.alice: len(d.alice.Received()), d.bob: len(d.bob.Received())}
	check(t, d.bob.Start())
	machine.await("what was untold is told, and what was due is out", func() bool {
		return machine.desk.count(`SELECT count(*) FROM changes WHERE told_at IS NULL AND subject = 'post' AND verb IN ('publish', 'edit')`) == 0 &&
			machine.desk.count(`SELECT count(*) FROM posts WHERE state = 'scheduled'`) == 0
	})
	if said := machine.desk.one(`SELECT t.title || ': ' || r.body FROM translations t JOIN translation_revisions r USING (post_id, language, version)`); said != "Ein hail: Mae Bob yn ei golli.\n" {
		t.Errorf("after the restore the Welsh text says %q", said)
	}
	fresh := machine.publish("post", "---\ntitle: We are back\n---\nFrom a backup.\n")
	for peer, before := range sent {
		got, err := peer.Wait(within(t), fed.CreateType, fresh.Object)
		check(t, err)
		if old := peer.Received()[0]; got.Key.ID != old.Key.ID || fmt.Sprint(got.Key.Key) != fmt.Sprint(old.Key.Key) {
			t.Errorf("%s got the new post signed with another key than before the loss", peer.Handle())
		}
		machine.await("nothing waits", func() bool { return machine.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`) == 0 })
		if again := peer.Received()[before:]; len(again) != 1 {
			t.Errorf("%s was sent %s after the restore, want the new post alone", peer.Handle(), kinds(again))
		}
	}
	d.resumes(machine)
	machine.noTrouble()
}

// drill is an instance that is lost, and its followers.
type drill struct {
	*node
	alice, bob *fedtest.Peer
	second     published // Bob's server was down when it went out
}

// live fills the instance, and leaves it stopped with all sorts of unsent
// things.
func (d *drill) live() {
	d.Helper()
	for _, peer := range []*fedtest.Peer{d.alice, d.bob} {
		follow, err := peer.Follow(within(d.T), d.actor())
		check(d.T, err)
		_, err = peer.Wait(within(d.T), fed.AcceptType, follow)
		check(d.T, err)
	}
	first := d.publish("post", "---\ntitle: Our first\nimage: "+picture(d.T)+"\nalt: A square\ncredit: Ben Brookes\n---\nWith a picture.\n")
	for _, peer := range []*fedtest.Peer{d.alice, d.bob} {
		_, err := peer.Wait(within(d.T), fed.CreateType, first.Object)
		check(d.T, err)
	}
	_, err := d.alice.Reply(within(d.T), first.Object, "How lovely")
	check(d.T, err)
	d.desk.approve(d.desk.held("How lovely"))
	check(d.T, d.bob.Stop())
	d.second = d.publishPair("---\nauthor: Ada\ntitle: Our second\n---\nBob misses it.\n", "---\ntitle: Ein hail\n---\nMae Bob yn ei golli.\n")
	_, err = d.alice.Wait(within(d.T), fed.CreateType, d.second.Object)
	check(d.T, err)
	d.await("Alice's is settled", func() bool {
		return d.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`) == 1
	})
	d.stop()
	d.desk.edit(first, "Our first, improved")
	due, err := d.desk.newsroom.Draft(context.Background(), d.desk.editor, newsroom.Draft{Title: "At its time", Body: "Soon."})
	check(d.T, err)
	_, err = d.desk.newsroom.Schedule(context.Background(), d.desk.editor, due.ID, time.Now().Add(time.Second))
	check(d.T, err)
	d.await("its time has come", func() bool { return d.desk.count(`SELECT count(*) FROM posts WHERE scheduled_at <= now()`) == 1 })
}

// resumes lets go what is held: the operator knows that it was not sent.
func (d *drill) resumes(machine *node) {
	d.Helper()
	var let struct{ Resumed int }
	machine.inews(&let, "restore", "--resume-deliveries")
	if let.Resumed != 5 { // the second to Bob; the edit and what was due to both
		d.Errorf("%d deliveries are let go, want 5", let.Resumed)
	}
	_, err := d.bob.Wait(within(d.T), fed.CreateType, d.second.Object)
	check(d.T, err)
	_, err = d.bob.Wait(within(d.T), fed.UpdateType, "")
	check(d.T, err)
}

// elsewhere is the same server, with its name and address, on a new machine
// with another database.
func (n *node) elsewhere(database string) *node {
	n.Helper()
	// Started by root, a private cluster runs as somebody else, who cannot enter
	// a test's own folder.
	data, err := os.MkdirTemp("", "inews-restore-")
	check(n.T, err)
	check(n.T, os.Chmod(data, 0o755))
	n.Cleanup(func() { _ = os.RemoveAll(data) })
	other := *n
	other.data, other.process, other.log = data, nil, &journal{}
	other.env = slices.Concat(n.env, []string{"INEWS_DATA=" + other.data, "INEWS_DATABASE_URL=" + database})
	n.Cleanup(func() {
		other.stop()
		if n.Failed() {
			n.Logf("the log of the new machine:\n%s", other.log.end())
		}
	})
	if database != "" {
		db, err := postgres.Open(context.Background(), database, nil)
		check(n.T, err)
		n.Cleanup(func() { _ = db.Close() })
		other.desk = &desk{node: &other, db: db}
	}
	return &other
}

// emptied is the address of a database with nothing in it.
func emptied(t *testing.T) string {
	t.Helper()
	address := pgtest.URL(t)
	db, err := postgres.Open(context.Background(), address, nil)
	check(t, err)
	defer func() { _ = db.Close() }()
	_, err = db.SQL().ExecContext(context.Background(), `DROP SCHEMA public CASCADE; CREATE SCHEMA public`)
	check(t, err)
	return address
}

// refuses checks that a second restore changes nothing, and says what to do.
func (n *node) refuses(backup string) {
	n.Helper()
	for _, other := range []*node{n, n.elsewhere(strings.TrimPrefix(n.env[len(n.env)-1], "INEWS_DATABASE_URL="))} {
		out, err := other.command("restore", backup).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "not empty") {
			n.Errorf("a restore over what is there: %v\n%s", err, out)
		}
	}
}

// intoPrivateCluster restores into a machine without a database of its own, and
// looks at what is there.
func (d *drill) intoPrivateCluster(backup string) {
	d.Helper()
	machine := d.elsewhere("")
	var back struct{ Held int }
	machine.inews(&back, "restore", backup)
	cluster, err := localpg.Start(context.Background(), localpg.Options{Dir: filepath.Join(machine.data, "postgres")})
	check(d.T, err)
	defer func() { check(d.T, cluster.Stop(context.Background())) }()
	db, err := postgres.Open(context.Background(), cluster.URL(localpg.Database), nil)
	check(d.T, err)
	defer func() { _ = db.Close() }()
	same(d.T, "the private cluster", d.digest(d.desk.db), d.digest(db))
	same(d.T, "its pictures", digestOf(d.T, d.data), digestOf(d.T, machine.data))
}

func kinds(received []fedtest.Received) string {
	var list []string
	for _, r := range received {
		list = append(list, r.Type+" "+string(r.Object()))
	}
	return strings.Join(list, ", ")
}

// picture is a file with a small picture.
func picture(t *testing.T) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "square.png"))
	check(t, err)
	check(t, png.Encode(file, image.NewGray(image.Rect(0, 0, 640, 640))))
	check(t, file.Close())
	return file.Name()
}

// A backup that was cut short or changed is refused before anything is touched,
// and a backup that cannot be finished leaves no file.
func TestBrokenBackups(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node().start()
	n.publish("post", "---\ntitle: Our first\nimage: "+picture(t)+"\nalt: A square\ncredit: Ben Brookes\n---\nText.\n")
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.tar")
	var made struct{ Size int }
	n.inews(&made, "backup", whole)
	content, err := os.ReadFile(whole)
	check(t, err)
	damaged := slices.Clone(content)
	damaged[len(damaged)/2] ^= 1
	for name, content := range map[string][]byte{"cut": content[:len(content)/2], "damaged": damaged, "headless": content[:len(content)-4096]} {
		broken := filepath.Join(folder, name+".tar")
		check(t, os.WriteFile(broken, content, 0o600))
		machine := n.elsewhere("")
		out, err := machine.command("restore", broken).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "not a whole backup") {
			t.Errorf("a backup that is %s: %v\n%s", name, err, out)
		}
		if entries, _ := os.ReadDir(machine.data); len(entries) != 0 {
			t.Errorf("a backup that is %s: the restore left %v", name, entries)
		}
		check(t, os.Remove(broken))
	}
	check(t, os.RemoveAll(filepath.Join(n.data, "media")))
	check(t, os.WriteFile(filepath.Join(n.data, "media"), nil, 0o600)) // which is no folder
	out, err := n.command("backup", filepath.Join(folder, "half.tar")).CombinedOutput()
	if err == nil {
		t.Errorf("a backup of what cannot be read: %v\n%s", err, out)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("a backup that failed left %v", entries)
	}
}
