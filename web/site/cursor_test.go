package site

import (
	"testing"
	"time"
)

func TestCursor(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 30, 0, 123456000, time.UTC)
	cursor, err := readCursor(writeCursor(at, "some-id"))
	if err != nil || !cursor.At.Equal(at) || cursor.ID != "some-id" {
		t.Errorf("read %v, %v", cursor, err)
	}
	for _, bad := range []string{"x", "1", "1.", ".id", "1e9.id"} {
		if _, err := readCursor(bad); err == nil {
			t.Errorf("readCursor(%q) found a place", bad)
		}
	}
}
