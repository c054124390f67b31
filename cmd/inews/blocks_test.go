package main

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
)

// What an import would do is said for people, with what goes with it.
func TestImportIsPrintedForPeople(t *testing.T) {
	got := importWords([]comments.Proposal{
		{
			Entry: comments.Entry{Line: 2, Host: "spam.example", Severity: blog.Suspend}, Step: comments.Decide,
			Lost: postgres.Traces{Followers: 3, Comments: 2, Partners: 1},
		},
		{Entry: comments.Entry{Line: 3, Host: "loud.example", Severity: blog.Silence}, Step: comments.Decide},
		{Entry: comments.Entry{Line: 4, Host: "old.example", Severity: blog.Silence}, Before: blog.Hold, Step: comments.Keep},
		{Entry: comments.Entry{Line: 5, Host: "x**.example"}, Step: comments.Refuse, Why: "The name is obfuscated."},
	}, "would be")
	want := `spam.example would be blocked; followers 3, comments 2, partners 1 go with it
loud.example would be silenced
old.example stays on hold
line 5, x**.example: refused. The name is obfuscated.
2 decided, 1 kept, 1 refused; followers 3, comments 2, partners 1 go with it.`
	if got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
}

// How lists stand is said for people, with what waits for staff and when a list
// that could not be had is tried again.
func TestListsArePrintedForPeople(t *testing.T) {
	at := time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)
	got := listsWords([]blog.BlockList{
		{ID: "1", URL: "https://a.example/list.csv", Every: 24 * time.Hour, TakenAt: at, NextAt: at.Add(24 * time.Hour), Size: 4, Decided: 2, Waiting: 2},
		{ID: "2", URL: "https://b.example/list.csv", Every: time.Hour, NextAt: at, Problem: "Its server does not answer."},
	}, []comments.WaitingEntry{
		{ListEntry: blog.ListEntry{ListID: "1", Host: "loud.example", Severity: blog.Suspend}, Lost: postgres.Traces{Followers: 3, Trusted: 1}},
		{ListEntry: blog.ListEntry{ListID: "1", Host: "old.example", Severity: blog.Hold}, Before: blog.Host{Severity: blog.Silence}},
	})
	want := `https://a.example/list.csv  every 24h0m0s
  taken 2026-12-03T12:00:00Z: servers 4, decided 2, waiting 2, refused 0
  looked at next 2026-12-04T12:00:00Z
  loud.example would be blocked; followers 3, comments 0, partners 0, trusted people 1 go with it
  old.example would be on hold and is silenced
https://b.example/list.csv  every 1h0m0s
  not taken yet
  Its server does not answer.
  looked at next 2026-12-03T12:00:00Z`
	if got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
}
