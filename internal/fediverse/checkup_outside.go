package fediverse

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/federation/nodeinfo"
	"inews/federation/signature"
	"inews/federation/webfinger"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// accepts are the forms in which servers ask for a document. Source: Mastodon's
// json_ld_helper.rb, dereferencer.rb and fetch_resource_service.rb.
var accepts = []string{
	fed.MediaType + ", application/ld+json",
	fed.LDMediaType + ", " + fed.MediaType,
	fed.MediaType + ", " + fed.LDMediaType + ", text/html;q=0.1",
}

// lookAtHandle follows the handle to the actor, as every server does first.
func (b *Bridge) lookAtHandle(ctx context.Context) blog.Finding {
	f := fine("handle", "@%s leads to the blog.", b.WebFinger())
	finger := &webfinger.Client{Fetch: b.Client}
	site := fed.ID(b.Base).Host()
	for _, host := range slices.Compact([]string{b.Profile.HandleDomain, site}) {
		found, err := finger.Lookup(ctx, webfinger.Handle{Name: b.Handle, Host: host})
		where := "https://" + host + "/.well-known/webfinger"
		switch {
		case err != nil:
			f.Weight, f.Says = blog.Trouble, fmt.Sprintf("@%s@%s cannot be found: %v.", b.Handle, host, err)
			f.Do = "Let the proxy pass /.well-known/webfinger on to this server as it is, with the query."
			if host != site {
				f.Do = fmt.Sprintf("Let %s redirect to %s/.well-known/webfinger, with the query.", where, b.Base)
			}
		case found.ActorID != b.Blog():
			f.Weight, f.Says = blog.Trouble, fmt.Sprintf("@%s@%s leads to %s and not to %s.", b.Handle, host, found.ActorID, b.Blog())
			f.Do = "See who answers at " + where + ": another program, or this one with another INEWS_BASE_URL."
		case found.Subject.String() != "@"+b.WebFinger():
			f.Weight, f.Says = blog.Trouble, fmt.Sprintf("@%s@%s calls itself %s.", b.Handle, host, found.Subject)
			f.Do = "See that INEWS_HANDLE and INEWS_HANDLE_DOMAIN are the same on every node."
		default:
			continue
		}
		return f
	}
	return f
}

// documents are the ids that are looked at: the actors, and the newest post.
func (b *Bridge) documents(ctx context.Context) []fed.ID {
	ids := []fed.ID{b.Blog(), b.Instance()}
	if posts, err := b.DB.PostsOnFrontPage(ctx, postgres.Cursor{}, 1); err == nil && len(posts) > 0 {
		ids = append(ids, b.Post(posts[0]))
	}
	return ids
}

// lookAtDocuments fetches in every form in which servers ask.
func (b *Bridge) lookAtDocuments(ctx context.Context) blog.Finding {
	ids := b.documents(ctx)
	for _, id := range ids {
		if says := b.givenAway(ctx, id); says != "" {
			return blog.Finding{
				About: "documents", Weight: blog.Trouble, Says: says,
				Do: "See that INEWS_AUTHORISED_FETCH is the same on every node, and that no proxy keeps what is below /ap/ or answers for it.",
			}
		}
		for _, accept := range accepts {
			if says := b.misread(ctx, id, accept); says != "" {
				return blog.Finding{
					About: "documents", Weight: blog.Trouble, Says: says,
					Do: "See that the proxy passes the Accept header on, sends nothing else for /ap/, keeps the host name, and does not mix pages and documents in its cache.",
				}
			}
		}
	}
	return fine("documents", "%d documents are served in every form in which servers ask.", len(ids))
}

// givenAway tells that a document can be had by anybody although it is for
// proven readers; "" when that is as it should be.
func (b *Bridge) givenAway(ctx context.Context, id fed.ID) string {
	if !b.isGuarded(id) {
		return ""
	}
	visit, err := b.Client.Visit(ctx, id, accepts[0])
	if err != nil || visit.Code == http.StatusUnauthorized {
		return "" // what else is wrong, misread finds
	}
	return fmt.Sprintf("%s answers %d to a request without a signature, although documents are for servers that sign.", id, visit.Code)
}

// isGuarded tells whether a document is for proven readers alone.
func (b *Bridge) isGuarded(id fed.ID) bool { return b.AuthorisedFetch && !b.isOpen(id) }

// visit asks for a document of ours as another server does: signed where it
// must be.
func (b *Bridge) visit(ctx context.Context, id fed.ID, accept string) (fetch.Visit, error) {
	if b.isGuarded(id) {
		return b.Client.SignedVisit(ctx, id, accept)
	}
	return b.Client.Visit(ctx, id, accept)
}

// misread tells what is wrong with a document; "" when nothing is.
func (b *Bridge) misread(ctx context.Context, id fed.ID, accept string) string {
	visit, err := b.visit(ctx, id, accept)
	if err != nil {
		return err.Error()
	}
	var document struct{ ID fed.ID }
	switch {
	case visit.Code != http.StatusOK:
		return fmt.Sprintf("%s answers %d to %q.", id, visit.Code, accept)
	case !fed.IsMediaType(visit.Header.Get("Content-Type")):
		return fmt.Sprintf("%s is served as %q to %q.", id, visit.Header.Get("Content-Type"), accept)
	case json.Unmarshal(visit.Body, &document) != nil:
		return fmt.Sprintf("%s is not JSON.", id)
	case document.ID != id:
		return fmt.Sprintf("%s calls itself %s.", id, document.ID)
	}
	return ""
}

// lookAtBrowser asks for a document as a person does who opens its address.
func (b *Bridge) lookAtBrowser(ctx context.Context) blog.Finding {
	ids := b.documents(ctx)
	id := ids[len(ids)-1]
	visit, err := b.Client.Visit(ctx, id, inBrowser)
	page := strings.HasPrefix(visit.Header.Get("Content-Type"), "text/html")
	if err == nil && (visit.Code == http.StatusSeeOther || visit.Code == http.StatusOK && page) {
		return fine("browsers", "Who opens the address of a document sees its page.")
	}
	return blog.Finding{
		About: "browsers", Weight: blog.Worry, Says: fmt.Sprintf("A browser that opens %s is answered %d, %q.", id, visit.Code, visit.Header.Get("Content-Type")),
		Do: "See that the proxy passes the Accept header on and leaves redirects (303) alone.",
	}
}

// lookAtCaches sees whether the herd that comes after a post may be answered
// from caches, and whether a cache could mix a page and a document.
func (b *Bridge) lookAtCaches(ctx context.Context) blog.Finding {
	visit, err := b.visit(ctx, b.Blog(), accepts[0])
	control, vary := visit.Header.Get("Cache-Control"), strings.Join(visit.Header.Values("Vary"), ", ")
	f := blog.Finding{About: "caches", Weight: blog.Worry, Do: "See which proxy changes Cache-Control, Vary or Set-Cookie, and let it leave them alone."}
	switch {
	case err != nil:
		f.Says = err.Error()
	case b.AuthorisedFetch && (!strings.Contains(control, "private") || !strings.Contains(vary, "Signature")):
		f.Weight = blog.Trouble
		f.Says = fmt.Sprintf("A cache may give on what is for one server alone: Cache-Control is %q, Vary is %q.", control, vary)
	case b.AuthorisedFetch:
		return fine("caches", "Documents are kept by whom they are given to alone (%s).", control)
	case !strings.Contains(control, "public") || !strings.Contains(control, "max-age"):
		f.Says = fmt.Sprintf("Documents may not be kept by caches: Cache-Control is %q. Each post brings a visit from every server that gets it.", control)
	case !slices.ContainsFunc(strings.Split(vary, ","), func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), "Accept") }):
		f.Says = fmt.Sprintf("A cache may give a page to a server, or a document to a reader: Vary is %q.", vary)
	case len(visit.Header.Values("Set-Cookie")) > 0:
		f.Says = "Somebody adds a cookie to documents, which keeps them out of caches."
	default:
		return fine("caches", "Documents may be kept by caches (%s).", control)
	}
	return f
}

func (b *Bridge) lookAtNodeInfo(ctx context.Context) blog.Finding {
	server, err := (&nodeinfo.Client{Fetch: b.Client}).Lookup(ctx, fed.ID(b.Base).Host())
	if err == nil && server.Application == b.Instance() {
		return fine("node info", "Other servers can tell what software this is.")
	}
	f := blog.Finding{
		About: "node info", Weight: blog.Worry, Says: "Other servers cannot tell what software this is, or find its instance actor.",
		Do: "Let the proxy pass /.well-known/nodeinfo and /nodeinfo/2.1 on to this server.",
	}
	if err != nil {
		f.Says += " " + err.Error() + "."
	}
	return f
}

// lookAtRoundTrip sends a signed activity to our own inbox and sees whether it
// is believed. It is one that means nothing to anybody, least of all to us.
func (b *Bridge) lookAtRoundTrip(ctx context.Context) blog.Finding {
	f := blog.Finding{About: "signatures", Weight: blog.Trouble}
	key, err := b.Keys.Instance(ctx)
	if err != nil {
		f.Says, f.Do = fmt.Sprintf("Our key cannot be read: %v.", err), "Restore the table actor_keys from a backup: without it every follower is lost."
		return f
	}
	body, err := json.Marshal(map[string]any{
		"@context": fed.Namespace, "id": b.Activity("check-" + rand.Text()), "type": "View", "actor": b.Instance(), "object": b.Blog(),
	})
	if err != nil {
		f.Says = err.Error()
		return f
	}
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		answer, err := b.Client.Post(ctx, fetch.Post{Inbox: b.SharedInbox(), Body: body, Key: key, Scheme: scheme})
		switch {
		case err != nil:
			f.Says, f.Do = fmt.Sprintf("Nothing can be delivered to our inbox: %v.", err), "Let the proxy pass POST to /ap/ on to this server, with bodies of up to 1 MiB."
			return f
		case !answer.Accepted():
			f.Says = fmt.Sprintf("Our inbox answers %d to a delivery that we signed ourselves (%s).", answer.Code, scheme)
			f.Do = "Let the proxy leave Host, Date, Digest, Content-Type, path and query of POST as they are, and see that INEWS_BASE_URL is the public address."
			return f
		}
	}
	return fine("signatures", "What we sign is believed, in both schemes.")
}
