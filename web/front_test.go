package web_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// One lively thread does not fill the front page's list of voices.
func TestNewestCommentsAreOfDifferentPosts(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	now := time.Now()
	lively, quiet := p.save(blog.Post{Title: "Lively", Body: "Words."}), p.save(blog.Post{Title: "Quiet", Body: "Words."})
	p.say(blog.Comment{PostID: quiet.ID, Text: "one voice", Published: now.Add(-time.Hour)})
	for i, text := range []string{"first", "second", "third", "fourth", "last"} {
		p.say(blog.Comment{PostID: lively.ID, Text: text, Published: now.Add(time.Duration(i-30) * time.Minute)})
	}
	newest, err := p.db.NewestComments(t.Context(), 4)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, c := range newest {
		texts = append(texts, c.Text)
	}
	if want := []string{"last", "one voice"}; !slices.Equal(texts, want) {
		t.Errorf("the newest comments are %q, want %q", texts, want)
	}
}

// A series goes by the dates of its events, in whatever order they were announced.
func TestSeriesGoesByItsDates(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	now := time.Now()
	var series blog.Series
	p.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		series, err = tx.SaveSeries(ctx, blog.Series{Slug: "talks", Title: "Talks"})
		return err
	})
	talk := func(title string, starts, announced time.Duration) {
		p.saveEvent(blog.Event{
			Post:   blog.Post{Title: title, SeriesID: series.ID, Body: "Words.", PublishedAt: now.Add(announced)},
			Starts: now.Add(starts), Online: "https://meet.example/talk",
		})
	}
	talk("second", 48*time.Hour, -3*time.Hour)
	talk("first", 24*time.Hour, -time.Hour)
	p.save(blog.Post{Title: "what it is about", SeriesID: series.ID, Body: "Words.", PublishedAt: now.Add(-2 * time.Hour)})
	posts, err := p.db.PostsInSeries(t.Context(), series.ID, 10)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, post := range posts {
		titles = append(titles, post.Title)
	}
	if want := []string{"what it is about", "first", "second"}; !slices.Equal(titles, want) {
		t.Errorf("the series is %q, want %q", titles, want)
	}
}
