package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
)

// wantsJSON tells scripts, which ask for JSON, from browsers that send a form.
func wantsJSON(v *visit) bool {
	return strings.Contains(v.GetHeader("Accept"), "application/json")
}

// jsonTrouble is what a script is told when something went wrong.
type jsonTrouble struct {
	Error string `json:"error"` // what to do
	Field string `json:"field"` // the field at fault, or ""
}

// answer sends JSON to a script.
func (v *visit) answer(code int, data any) error {
	v.done = true
	v.JSON(code, data)
	return nil
}

// refuse tells a script what is wrong; field stands in when the error names none.
func (d *Desk) refuse(v *visit, err error, field string) error {
	told := jsonTrouble{blog.Message(err), field}
	if problems := blog.ProblemsOf(err); len(problems) > 0 && problems[0].Field != "" {
		told.Field = problems[0].Field
	}
	code := d.Status(blog.KindOf(err))
	if code < http.StatusBadRequest {
		code = http.StatusInternalServerError
	}
	return v.answer(code, told)
}
