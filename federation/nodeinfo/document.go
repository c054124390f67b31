package nodeinfo

import (
	"encoding/json"
	"fmt"

	"inews/federation"
)

// Relations of the links of a discovery document.
const (
	Schema20    = "http://nodeinfo.diaspora.software/ns/schema/2.0"
	Schema21    = "http://nodeinfo.diaspora.software/ns/schema/2.1"
	Application = "https://www.w3.org/ns/activitystreams#Application" // FEP-2677
)

// Discovery is the document at /.well-known/nodeinfo.
type Discovery struct {
	Links []Link `json:"links"`
}

// Link leads to a document or to the actor of the server.
type Link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

func (d Discovery) href(rel string) string {
	for _, l := range d.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// Document is a NodeInfo 2.1 document. Every property that the schema demands
// is always written.
type Document struct {
	Version           string         `json:"version"`
	Software          Software       `json:"software"`
	Protocols         []string       `json:"protocols"`
	Services          Services       `json:"services"`
	OpenRegistrations bool           `json:"openRegistrations"`
	Usage             Usage          `json:"usage"`
	Metadata          map[string]any `json:"metadata"`
}

// Software names the program. Name matches [a-z0-9-]+.
type Software struct {
	Name       string `json:"name"`
	Version    string `json:"version"`
	Repository string `json:"repository,omitempty"`
	Homepage   string `json:"homepage,omitempty"`
}

// Services are the other networks that the server reads from and writes to,
// such as "rss2.0" and "smtp".
type Services struct {
	Inbound  []string `json:"inbound"`
	Outbound []string `json:"outbound"`
}

// Usage tells how large the server is. What is not counted stays nil, since a
// made-up number is worse than none (FEP-f1d5).
type Usage struct {
	Users         Users `json:"users"`
	LocalPosts    *int  `json:"localPosts,omitempty"`
	LocalComments *int  `json:"localComments,omitempty"`
}

// Users are those who publish here, in all and those who were active.
type Users struct {
	Total          *int `json:"total,omitempty"`
	ActiveHalfYear *int `json:"activeHalfyear,omitempty"` // 180 days
	ActiveMonth    *int `json:"activeMonth,omitempty"`    // 30 days
}

// whole fills in what the schema demands.
func (d Document) whole() Document {
	d.Version = "2.1"
	if d.Protocols == nil {
		d.Protocols = []string{"activitypub"}
	}
	if d.Services.Inbound == nil {
		d.Services.Inbound = []string{}
	}
	if d.Services.Outbound == nil {
		d.Services.Outbound = []string{}
	}
	if d.Metadata == nil {
		d.Metadata = map[string]any{}
	}
	return d
}

// read reads the document of another server. Only its software must be told:
// servers write null, strings and lists where the schema has numbers and
// objects, and those parts are left out.
func read(raw []byte) (Document, error) {
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return Document{}, fmt.Errorf("%w: %w", federation.ErrMalformed, err)
	}
	var d Document
	if err := json.Unmarshal(parts["software"], &d.Software); err != nil || d.Software.Name == "" {
		return Document{}, fmt.Errorf("no software: %w", federation.ErrMalformed)
	}
	optional(parts["version"], &d.Version)
	optional(parts["protocols"], &d.Protocols)
	optional(parts["services"], &d.Services)
	optional(parts["openRegistrations"], &d.OpenRegistrations)
	optional(parts["metadata"], &d.Metadata)
	var usage map[string]json.RawMessage
	optional(parts["usage"], &usage)
	optional(usage["users"], &d.Usage.Users)
	optional(usage["localPosts"], &d.Usage.LocalPosts)
	optional(usage["localComments"], &d.Usage.LocalComments)
	return d, nil
}

// optional reads one part whole or leaves it at zero.
func optional[T any](raw json.RawMessage, into *T) {
	var v T
	if json.Unmarshal(raw, &v) == nil {
		*into = v
	}
}
