package desk

import (
	"net/http"
	"strings"

	"inews/internal/richtext"
)

// suggestions is what the editor offers while a handle or a tag is typed.
type suggestions struct {
	Found []suggestion `json:"found"`
}

type suggestion struct {
	Text string `json:"text"` // what is put into the text
	Name string `json:"name"` // who that is, or ""
}

// offered is how many are: more than that nobody reads while typing.
const offered = 8

// longestTyped bounds what is looked for, in bytes.
const longestTyped = 100

// mentions offers people whom the blog knows; no other server is asked.
func (d *Desk) mentions(v *visit) error {
	answer := suggestions{Found: []suggestion{}}
	typed := strings.TrimPrefix(strings.TrimSpace(v.Query("q")), "@")
	if len(typed) <= longestTyped {
		known, err := d.DB.KnownByName(v.ctx(), typed, offered)
		if err != nil {
			return err
		}
		for _, k := range known {
			answer.Found = append(answer.Found, suggestion{k.Handle, k.Name})
		}
	}
	return v.answer(http.StatusOK, answer)
}

// tags offers hashtags that posts have already: those of drafts to who may see
// the draft.
func (d *Desk) tags(v *visit) error {
	answer := suggestions{Found: []suggestion{}}
	if key := richtext.TagKey(v.Query("q")); key != "" {
		labels, err := d.DB.TagsByPrefix(v.ctx(), key, d.ownOnly(v), offered)
		if err != nil {
			return err
		}
		for _, label := range labels {
			answer.Found = append(answer.Found, suggestion{Text: "#" + label})
		}
	}
	return v.answer(http.StatusOK, answer)
}
