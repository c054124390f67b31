package activitystreams

import (
	"inews/federation"
)

// readLocation reads where an event takes place: a string, a Place, a
// VirtualLocation, or a list of those, of which each kind counts once. The
// address of a virtual one goes to online, unless that is known.
func readLocation(v any, online *string) *federation.Place {
	var found *federation.Place
	for _, value := range list(v, maxMedia) {
		switch value := value.(type) {
		case string:
			if s := cut(clean(value), maxLine); s != "" && found == nil {
				found = &federation.Place{Name: s}
			}
		case *dict:
			address := only(value.values["address"])
			room := roomOf(value, address)
			if room != "" && *online == "" {
				*online = room
			}
			if room == "" && value.typ() != "VirtualLocation" && found == nil {
				found = readPlace(value)
			}
		}
	}
	return found
}

// roomOf is the address of a virtual location, which Gancio reads in
// address.url and writes in url.
func roomOf(d, address *dict) string {
	if address != nil && address.typ() == "VirtualLocation" {
		if s := webURL(address.values["url"]); s != "" {
			return s
		}
		return webURL(d.values["id"])
	}
	if d.typ() == "VirtualLocation" {
		return webURL(d.values["url"])
	}
	return ""
}

// readPlace reads a Place whose address is a PostalAddress or a line of text.
// Source: Activity Vocabulary §3.3, schema.org PostalAddress.
func readPlace(d *dict) *federation.Place {
	p := federation.Place{ID: reference(d.values["id"]), Name: d.line("name")}
	if address := only(d.values["address"]); address != nil {
		p.Street = address.line("streetAddress")
		p.Locality = address.line("addressLocality")
		p.Region = address.line("addressRegion")
		p.PostalCode = address.line("postalCode")
		p.Country = address.line("addressCountry")
	} else {
		p.Street = d.line("address")
	}
	latitude, okLatitude := number(d.values["latitude"])
	longitude, okLongitude := number(d.values["longitude"])
	if okLatitude && okLongitude && -90 <= latitude && latitude <= 90 && -180 <= longitude && longitude <= 180 {
		p.Latitude, p.Longitude = &latitude, &longitude
	}
	if p == (federation.Place{}) {
		return nil
	}
	return &p
}
