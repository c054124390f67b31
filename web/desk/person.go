package desk

import (
	"net/url"
	"time"

	"inews/internal/postgres"
)

func (d *Desk) trustPerson(v *visit) error {
	err := d.Comments.Trust(v.ctx(), v.editor, v.form.Get("person"))
	if wantsJSON(v) {
		return d.tellScript(v, trusted, err, nil)
	}
	if err != nil {
		return err
	}
	return v.back(backTo(v), trusted)
}

func (d *Desk) distrustPerson(v *visit) error {
	if err := d.Comments.Distrust(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), distrusted)
}

// backTo is where the form was: an address of the desk.
func backTo(v *visit) string { return onward(v.form.Get("back")) }

// cursorIn reads the place in a list from an address, its beginning when there
// is none.
func cursorIn(v *visit) postgres.Cursor {
	at, err := time.Parse(time.RFC3339Nano, v.Query("at"))
	if err != nil {
		return postgres.Cursor{}
	}
	return postgres.Cursor{At: at, ID: v.Query("id")}
}

func cursorOut(c postgres.Cursor) url.Values {
	return url.Values{"at": {c.At.UTC().Format(time.RFC3339Nano)}, "id": {c.ID}}
}
