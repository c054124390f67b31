package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/internal/blog"
)

// mentions tells whether an object names the blog. Only the tag counts: text can
// look like a name by chance.
func (r *Receiver) mentions(object fed.Object) bool {
	for _, tag := range object.Tags {
		if tag.Type == "Mention" && fed.ID(tag.Href) == r.Blog() {
			return true
		}
	}
	return false
}

// takeMention keeps for staff what somebody says to the blog and not below a
// post of ours, new or edited.
func (r *Receiver) takeMention(ctx context.Context, object fed.Object, person blog.Person) error {
	_, err := r.DB.CommentByURI(ctx, string(object.ID))
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	known := err == nil
	mention, err := r.remote(ctx, object, person, place{})
	if err != nil {
		return err
	}
	if known {
		_, err = r.Comments.Revise(ctx, mention)
	} else {
		_, err = r.Comments.Receive(ctx, mention)
	}
	return err
}
