package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

type jsonFeed struct {
	Version  string       `json:"version"`
	Title    string       `json:"title"`
	Home     string       `json:"home_page_url"`
	Self     string       `json:"feed_url"`
	About    string       `json:"description,omitempty"`
	Language string       `json:"language,omitempty"`
	Icon     string       `json:"icon,omitempty"`
	Authors  []jsonAuthor `json:"authors,omitempty"`
	Items    []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary,omitempty"`
	Content   string       `json:"content_html"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language,omitempty"`
}

func writeJSONFeed(s *Site, f feed) ([]byte, error) {
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Home, Self: f.Self, About: f.About,
		Language: f.Language, Icon: s.BaseURL + s.Asset("icon.png"), Items: []jsonItem{},
		Authors: []jsonAuthor{{Name: s.publisher().Name, URL: s.link("/")}},
	}
	for _, p := range f.Posts {
		item := jsonItem{
			ID: s.object(p), URL: s.link(p.Path()), Title: p.Title, Summary: p.Summary, Content: s.content(p),
			Image: s.pictureURL(p), Published: p.PublishedAt.Format(time.RFC3339), Modified: timestamp(p.EditedAt),
			Tags: p.Tags, Language: p.Language,
		}
		if p.Author.Name != "" {
			item.Authors = []jsonAuthor{{Name: p.Author.Name, URL: s.link("/authors/" + p.Author.Slug)}}
		}
		doc.Items = append(doc.Items, item)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("write feed: %w", err)
	}
	return b.Bytes(), nil
}
