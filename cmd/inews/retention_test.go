package main

import (
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestRetentionTable(t *testing.T) {
	lines := []retained{{Class: blog.ClassSpam, What: "Comments marked as spam", Kept: "30 days", Due: 12}}
	for dry, title := range map[bool]string{true: "DUE", false: "DELETED"} {
		if got := retentionTable(lines, dry); !strings.Contains(got, title) || !strings.Contains(got, "12  spam          30 days    Comments marked as spam") {
			t.Errorf("the table is\n%s", got)
		}
	}
}
