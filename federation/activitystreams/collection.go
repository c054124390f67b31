package activitystreams

import (
	"encoding/json"

	"inews/federation"
)

// ReadCollection reads a collection or a page of one; of its items the first
// thousand. Raw and the items share raw's memory. The error wraps
// federation.ErrMalformed (also: not a collection) or ErrTooLarge.
func ReadCollection(raw []byte) (federation.Collection, error) {
	d, typ, err := open(raw, CollectionKind)
	if err != nil {
		return federation.Collection{}, err
	}
	return readCollection(d, typ)
}

func readCollection(d *dict, typ string) (federation.Collection, error) {
	id, err := d.id()
	if err != nil {
		return federation.Collection{}, err
	}
	c := federation.Collection{
		ID:           id,
		Type:         typ,
		TotalItems:   readTotal(d.take("totalItems")),
		Last:         reference(d.take("last")),
		Next:         reference(d.take("next")),
		Prev:         reference(d.take("prev")),
		PartOf:       reference(d.take("partOf")),
		AttributedTo: reference(d.take("attributedTo")),
		Items:        append(readItems(d.take("orderedItems")), readItems(d.take("items"))...),
		Raw:          d.raw,
	}
	first := d.take("first")
	c.First = reference(first)
	if page := only(first); page != nil && page.typ() != "" && page.typ() != "Link" {
		read, err := readCollection(page, page.typ())
		if err != nil {
			return federation.Collection{}, err
		}
		c.FirstPage = &read
	}
	c.Extra = d.extra()
	return c, nil
}

func readTotal(v any) *int {
	n, ok := v.(json.Number)
	if !ok || count(n) == 0 && n != "0" {
		return nil
	}
	return federation.Total(count(n))
}

func readItems(v any) []federation.Item {
	var items []federation.Item
	for _, value := range list(v, maxList) {
		item := federation.Item{ID: refer(value)}
		if d, ok := value.(*dict); ok && d.values["type"] != "Link" {
			item.Document = d.raw
		}
		if item.ID != "" || item.Document != nil {
			items = append(items, item)
		}
	}
	return items
}

// readMention reads a collection that an object mentions, by its address or
// embedded. One that cannot be read is not worth refusing the object for.
func readMention(v any) *federation.Collection {
	if d := only(v); d != nil {
		c, err := readCollection(d, d.typ())
		if err != nil {
			return nil
		}
		return &c
	}
	if id := reference(v); id != "" {
		return &federation.Collection{ID: id}
	}
	return nil
}
