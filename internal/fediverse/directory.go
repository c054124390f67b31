package fediverse

import (
	"context"
	"fmt"
	"strings"

	fed "inews/federation"
	"inews/federation/nodeinfo"
	"inews/federation/webfinger"
)

// Resource answers WebFinger for the blog, under its handle at either domain,
// and for the instance actor.
func (b *Bridge) Resource(_ context.Context, resource string) (webfinger.Document, error) {
	site := fed.ID(b.Base).Host()
	blogHandle := webfinger.Handle{Name: b.Handle, Host: b.Profile.HandleDomain}
	instance := webfinger.Handle{Name: InstanceName, Host: site}
	switch strings.ToLower(resource) {
	case strings.ToLower(blogHandle.Resource()), strings.ToLower("acct:" + b.Handle + "@" + site),
		strings.ToLower(string(b.Blog())), strings.ToLower(b.Page("/")):
		d := webfinger.Describe(blogHandle, b.Blog(), b.Page("/"))
		// The bare address of the site also leads to the actor that stands for the
		// server. Source: FEP-d556.
		d.Links = append(d.Links, webfinger.Link{Rel: webfinger.Service, Type: fed.MediaType, Href: string(b.Instance())})
		return d, nil
	case strings.ToLower(instance.Resource()), "acct:" + site + "@" + site, strings.ToLower(b.Base), strings.ToLower(string(b.Instance())):
		return webfinger.Describe(instance, b.Instance(), b.Page("/")), nil
	}
	return webfinger.Document{}, fmt.Errorf("%w: %s", fed.ErrNotFound, resource)
}

// nodeInfo describes the server. It counts what anybody can see.
func (b *Bridge) nodeInfo(ctx context.Context) (nodeinfo.Document, error) {
	posts, err := b.DB.CountPublished(ctx)
	if err != nil {
		return nodeinfo.Document{}, err
	}
	one := 1
	return nodeinfo.Document{
		Software:  nodeinfo.Software{Name: "inews", Version: b.Profile.Version},
		Protocols: []string{"activitypub"},
		Services:  nodeinfo.Services{Outbound: []string{"atom1.0", "rss2.0"}},
		Usage:     nodeinfo.Usage{Users: nodeinfo.Users{Total: &one}, LocalPosts: &posts.Posts, LocalComments: &posts.Comments},
		Metadata: map[string]any{
			"nodeName": b.Profile.Name, "organisation": b.Profile.Organisation,
			"staffAccounts": []string{string(b.Blog())}, "events": b.Page("/events.ics"), "network": b.Page("/network"),
		},
	}, nil
}
