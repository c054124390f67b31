package desk

import (
	"context"
	"errors"
	"net/http"

	"inews/internal/blog"
)

// troublePage says what went wrong.
type troublePage struct {
	frame
	Message string
	Request string // id for whoever looks into the log
}

var headings = map[int]string{
	http.StatusUnauthorized:        "Please sign in",
	http.StatusForbidden:           "This is not for you",
	http.StatusNotFound:            "Not found",
	http.StatusGone:                "This link does not work any more",
	http.StatusConflict:            "Somebody was faster",
	http.StatusUnprocessableEntity: "That did not work",
	http.StatusTooManyRequests:     "Too many tries",
	http.StatusServiceUnavailable:  "Busy for a moment",
	http.StatusInternalServerError: "Something went wrong on our side",
}

// trouble answers with the page of an error, and logs what is our fault.
func (d *Desk) trouble(v *visit, err error) {
	if errors.Is(err, context.Canceled) && v.ctx().Err() != nil {
		return // the editor left
	}
	code := d.Status(blog.KindOf(err))
	id := v.Writer.Header().Get("X-Request-Id")
	if code >= http.StatusInternalServerError {
		d.Log.Error("cannot answer the desk", "request", id, "editor", v.editor.ID, "err", err)
	}
	if wantsJSON(v) {
		_ = d.refuse(v, err, "") // an answer cannot fail
		return
	}
	page := troublePage{frame: d.frame(v, headings[code]), Message: blog.Message(err), Request: id}
	if page.Title == "" {
		page.Title = http.StatusText(code)
	}
	if fault := d.show(v, code, "trouble", page); fault != nil {
		d.Log.Error("cannot render the page of an error", "request", id, "err", fault)
		v.String(code, "%s\n", page.Message)
	}
}
