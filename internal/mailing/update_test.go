package mailing

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/tongue"
)

func TestNewUpdate(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	post := blog.Post{Form: blog.FormArticle, Slug: "bins", Title: "New bins\nfrom May", Summary: "They are green.", Text: "All of it.", Author: blog.Author{Name: "Ravi Nair"}}
	note := blog.Post{Form: blog.FormNote, Slug: "note", Title: "Lift", Summary: "Short.", Text: "The lift works again.", Comments: blog.CommentsClosed}
	event := blog.Event{
		Post:   blog.Post{Form: blog.FormEvent, Slug: "talk", Title: "A talk", Summary: "Come.", Thanks: "Our thanks to Ravi."},
		Starts: time.Date(2026, 12, 3, 14, 0, 0, 0, london), Ends: time.Date(2026, 12, 3, 16, 0, 0, 0, london), Zone: "Europe/London", Online: "https://meet.example/1",
	}
	for _, test := range []struct {
		post  blog.Post
		event *blog.Event
		want  Update
	}{
		{post, nil, Update{"New bins from May", "New bins from May\nBy Ravi Nair\n\nThey are green.\n\nRead it, and reply: https://council.example/posts/bins"}},
		{note, nil, Update{"Lift", "Lift\n\nThe lift works again.\n\nRead it: https://council.example/posts/note"}},
		{event.Post, &event, Update{"A talk", "A talk\n\nThu 3 Dec 2026, 14:00 to 16:00 GMT. Online\n\nCome.\n\nRead it, and reply: https://council.example/events/talk\n\nOur thanks to Ravi."}},
	} {
		if got := NewUpdate(tongue.In("en-GB"), test.post, test.event, "https://council.example"); got != test.want {
			t.Errorf("%s is told as\n%q, want\n%q", test.post.Title, got, test.want)
		}
	}
}
