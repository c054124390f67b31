package main

import (
	"context"

	"inews/internal/blog"
	"inews/internal/calendar"
)

// demoTurn is what became of an event after it was announced.
type demoTurn struct {
	earlier   int    // days by which it was first announced before its date
	cancelled string // why it does not take place, or ""
}

func demoTurns() map[string]demoTurn {
	return map[string]demoTurn{
		"reading-the-river":                  {earlier: 7},
		"behind-the-door-of-the-data-centre": {cancelled: "The cooling is being replaced, and the floor is up."},
	}
}

// demoTurned is when the events took their turns.
const demoTurned = "-6d 10:00"

// loadEvents writes the events, and then moves one and cancels another.
func (l *demoLoad) loadEvents(ctx context.Context) error {
	return l.each(ctx, "events", l.loadEvent)
}

func (l *demoLoad) loadEvent(ctx context.Context, name string) error {
	source, err := l.markdown(name)
	if err != nil {
		return err
	}
	file, err := calendar.ReadMarkdown(source)
	if err != nil {
		return err
	}
	by, turn := l.editor(file.Author), demoTurns()[file.Slug]
	if err := l.picture(ctx, by, file.Image, &file.Picture); err != nil {
		return err
	}
	post, there := l.posts[file.Slug]
	if !there {
		announced := file.EventDraft
		announced.Starts, announced.Ends = file.Starts.AddDate(0, 0, -turn.earlier), file.Ends.AddDate(0, 0, -turn.earlier)
		event, err := l.at(l.now).calendar.Draft(ctx, by, announced)
		if err != nil {
			return err
		}
		post = event.Post
	}
	if post, err = l.release(ctx, by, post, file.Published); err != nil {
		return err
	}
	return l.turn(ctx, by, post, file.EventDraft, turn)
}

// turn lets an event take its turn.
func (l *demoLoad) turn(ctx context.Context, by blog.Editor, post blog.Post, now calendar.EventDraft, turn demoTurn) error {
	at, err := l.day(demoTurned)
	if err != nil {
		return err
	}
	then := l.at(at).calendar
	if turn.cancelled != "" {
		_, err := then.Cancel(ctx, by, post.ID, turn.cancelled)
		return err
	}
	event, err := l.DB.EventByID(ctx, post.ID)
	if err != nil || event.Starts.Equal(now.Starts) {
		return err
	}
	now.Version = post.Version
	_, err = then.Edit(ctx, by, post.ID, now)
	return err
}
