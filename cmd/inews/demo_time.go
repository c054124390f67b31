package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"inews/internal/newsroom"
)

// Dates in the demonstration are counted from the day on which it is loaded:
// "-12d 09:30" is twelve days ago at half past nine in London, "+9d Thu 17:30"
// the first Thursday that is at least nine days ahead. In Markdown they stand
// in double braces.
var (
	demoDate  = regexp.MustCompile(`^([+-]\d{1,3})d(?: (Mon|Tue|Wed|Thu|Fri|Sat|Sun))?(?: (\d\d):(\d\d))?$`)
	demoBrace = regexp.MustCompile(`\{\{([^{}]*)\}\}`)
)

// day reads a date; "" is no date.
func (l *demoLoad) day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	part := demoDate.FindStringSubmatch(text)
	if part == nil {
		return time.Time{}, fmt.Errorf("%q is no date of the demonstration", text)
	}
	in, err := time.LoadLocation(newsroom.DefaultZone)
	if err != nil {
		return time.Time{}, err
	}
	days, _ := strconv.Atoi(part[1]) // digits, as the pattern says, like the two below
	hour, _ := strconv.Atoi(part[3])
	minute, _ := strconv.Atoi(part[4])
	today := l.now.In(in)
	at := time.Date(today.Year(), today.Month(), today.Day()+days, hour, minute, 0, 0, in)
	for part[2] != "" && at.Format("Mon") != part[2] {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// dated replaces the dates in a Markdown file: in its front matter by what
// front matter takes, in its text by what people read.
func (l *demoLoad) dated(file string) (string, error) {
	var wrong error
	write := func(text, layout string) string {
		return demoBrace.ReplaceAllStringFunc(text, func(brace string) string {
			at, err := l.day(strings.Trim(brace, "{}"))
			if err != nil {
				wrong = err
			}
			return at.Format(layout)
		})
	}
	head, body, found := strings.Cut(file, "\n---\n")
	if !found {
		return "", fmt.Errorf("the file has no front matter")
	}
	dated := write(head, "2006-01-02 15:04") + "\n---\n" + write(body, "Monday 2 January")
	return dated, wrong
}

// markdown reads a Markdown file of the demonstration.
func (l *demoLoad) markdown(name string) (*strings.Reader, error) {
	source, err := demoFiles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	text, err := l.dated(string(source))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return strings.NewReader(text), nil
}

// demoList reads a list of the demonstration.
func demoList[T any](name string) ([]T, error) {
	file, err := demoFiles.Open("demo/" + name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var list []T
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}
