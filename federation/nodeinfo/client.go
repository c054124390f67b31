package nodeinfo

import (
	"context"
	"encoding/json"
	"fmt"

	"inews/federation"
	"inews/federation/fetch"
)

// Client asks other servers what they are.
type Client struct {
	Fetch *fetch.Client // the guarded client; required
}

// Server is what a server says about itself. None of it is proven.
type Server struct {
	Document
	Application federation.ID // the actor of the server itself; "" when not told, or on another host
}

// Lookup asks a host, by its newest document of NodeInfo 2. Errors are those of
// fetch.Client.Document.
func (c *Client) Lookup(ctx context.Context, host string) (Server, error) {
	raw, at, err := c.Fetch.WellKnown(ctx, host, "nodeinfo")
	if err != nil {
		return Server{}, fmt.Errorf("nodeinfo of %s: %w", host, err)
	}
	var links Discovery
	if err := json.Unmarshal(raw, &links); err != nil {
		return Server{}, fmt.Errorf("nodeinfo of %s: %w: %w", host, federation.ErrMalformed, err)
	}
	address := links.href(Schema21)
	if address == "" {
		address = links.href(Schema20)
	}
	if address == "" {
		return Server{}, fmt.Errorf("nodeinfo of %s: no document of version 2: %w", host, federation.ErrNotFound)
	}
	raw, _, err = c.Fetch.JSON(ctx, address)
	if err != nil {
		return Server{}, fmt.Errorf("nodeinfo of %s: %w", host, err)
	}
	d, err := read(raw)
	if err != nil {
		return Server{}, fmt.Errorf("nodeinfo of %s: %w", host, err)
	}
	s := Server{Document: d}
	if id := federation.ID(links.href(Application)); id.SameOrigin(at) {
		s.Application = id
	}
	return s, nil
}
