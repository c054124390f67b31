package activitystreams

import "inews/federation"

// placeJSON is a Place or, when all is online, a VirtualLocation. Always a
// single one: Mobilizon fails on a list.
type placeJSON struct {
	Type      string        `json:"type"`
	ID        federation.ID `json:"id,omitempty"`
	Name      string        `json:"name"`
	URL       string        `json:"url,omitempty"`
	Address   *addressJSON  `json:"address,omitempty"`
	Latitude  *decimal      `json:"latitude,omitempty"`
	Longitude *decimal      `json:"longitude,omitempty"`
}

type addressJSON struct {
	Type       string `json:"type"`
	URL        string `json:"url,omitempty"`
	Street     string `json:"streetAddress,omitempty"`
	Locality   string `json:"addressLocality,omitempty"`
	Region     string `json:"addressRegion,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
	Country    string `json:"addressCountry,omitempty"`
}

func newLocation(name string, c federation.Calendar) *placeJSON {
	p := c.Place
	if p == nil && c.Online == "" {
		return nil
	}
	if p == nil {
		return &placeJSON{
			Type: "VirtualLocation", Name: name, URL: c.Online,
			Address: &addressJSON{Type: "VirtualLocation", URL: c.Online}, // where Gancio looks
		}
	}
	place := &placeJSON{Type: "Place", ID: p.ID, Name: p.Name}
	address := addressJSON{
		Street: p.Street, Locality: p.Locality, Region: p.Region, PostalCode: p.PostalCode, Country: p.Country,
	}
	if address != (addressJSON{}) {
		address.Type = "PostalAddress"
		place.Address = &address
	}
	if p.Latitude != nil && p.Longitude != nil {
		latitude, longitude := decimal(*p.Latitude), decimal(*p.Longitude)
		place.Latitude, place.Longitude = &latitude, &longitude
	}
	return place
}
