package web

import (
	"fmt"
	"time"

	"inews/internal/tongue"
	"inews/web/desk"
)

// mountDesk adds the pages of staff, when there are any to be, with what they
// share with the rest of the site.
func (s *Server) mountDesk(o Options, zone *time.Location) error {
	if o.Desk == nil {
		return nil
	}
	options := *o.Desk
	options.BaseURL, options.Name, options.Organisation = o.BaseURL, o.Name, o.Organisation
	options.Summary, options.Letterbox = o.Tagline, o.Letterbox
	options.Handle = "@" + o.Handle + "@" + o.HandleDomain
	options.Languages = tongue.Tags(o.Language, o.Languages)
	options.Zone, options.Asset, options.Status = zone, s.assets.Path, status
	options.Log, options.Now = o.Log, o.Now
	pages, err := desk.New(options)
	if err != nil {
		return fmt.Errorf("make web server: %w", err)
	}
	pages.Mount(s.engine)
	return nil
}
