package desk

import (
	"net/url"
	"reflect"
	"strconv"
	"testing"
)

// Every field that the form fills comes back from the values of its sheet: one
// that is missing among them would be lost in a working copy.
func TestValuesAreWholeSheet(t *testing.T) {
	form := url.Values{"decorative": {"yes"}}
	all := sheet{Event: true}
	for i, slot := range all.slots() {
		form.Set(slot.name, "v"+strconv.Itoa(i))
	}
	read := readSheet(form, "id", true)
	if read.Form != "event" {
		t.Errorf("the form of an event is %q", read.Form)
	}
	again := readSheet(many(read.values()), "id", true)
	if !reflect.DeepEqual(read, again) {
		t.Errorf("the sheet comes back as\n%+v, not\n%+v", again, read)
	}
	empty := func(v reflect.Value, name string) {
		note := name == "Note" || name == "NoteQuote" // said beside the post, and no part of it
		if v.Kind() == reflect.String && v.String() == "" && !note {
			t.Errorf("nothing fills %s: add it to the slots", name)
		}
	}
	v := reflect.ValueOf(read)
	for i := range v.NumField() {
		empty(v.Field(i), v.Type().Field(i).Name)
	}
	for i := range v.FieldByName("Venue").NumField() {
		empty(v.FieldByName("Venue").Field(i), "Venue."+v.FieldByName("Venue").Type().Field(i).Name)
	}
}
