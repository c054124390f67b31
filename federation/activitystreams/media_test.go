package activitystreams_test

import (
	"reflect"
	"testing"

	"inews/federation"
)

func TestReadTags(t *testing.T) {
	for _, test := range []struct {
		json string
		want []federation.Tag
	}{
		{`{"type":"Hashtag","name":"#x","href":"https://a.example/x"}`, []federation.Tag{{Type: "Hashtag", Name: "#x", Href: "https://a.example/x"}}},
		{`[null,{"type":"Mention","href":"https://a.example/j"},"moo"]`, []federation.Tag{{Type: "Mention", Href: "https://a.example/j"}, {Type: "Hashtag", Name: "#moo"}}},
		{`[{"type":"Emoji","name":":x:","icon":{"type":"Image","url":"https://a.example/e.png"}}]`, []federation.Tag{{Type: "Emoji", Name: ":x:", Icon: &federation.Image{URL: "https://a.example/e.png"}}}},
		{`null`, nil},
		{`[]`, nil},
	} {
		if got := readObject(t, `"type":"Note","tag":`+test.json).Tags; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v", test.json, got)
		}
	}
}

func TestReadAttachments(t *testing.T) {
	for _, test := range []struct {
		json string
		want federation.Attachment
	}{
		{`{"type":"Document","url":"https://a.example/p.jpg","mediaType":"image/jpeg","name":"alt","width":"640","height":480.0}`,
			federation.Attachment{Type: "Document", URL: "https://a.example/p.jpg", MediaType: "image/jpeg", Name: "alt", Width: 640, Height: 480}},
		{`[{"type":"Image","url":[{"type":"Link","href":"https://a.example/p.jpg","mediaType":"image/jpeg"}],"name":"n","summary":"alt"}]`,
			federation.Attachment{Type: "Image", URL: "https://a.example/p.jpg", Name: "alt"}},
		{`{"type":"Image","url":{"type":"Link","href":"https://a.example/p.jpg","mediaType":"image/jpeg"},"name":null}`,
			federation.Attachment{Type: "Image", URL: "https://a.example/p.jpg", MediaType: "image/jpeg"}},
		{`{"type":"Link","href":"https://a.example/","name":"Site"}`, federation.Attachment{Type: "Link", URL: "https://a.example/", Name: "Site"}},
		{`"https://a.example/"`, federation.Attachment{Type: "Link", URL: "https://a.example/"}},
		{`{"type":"Image","url":"https://a.example/p","focalPoint":[0.5,-1],"blurhash":"LE","width":-5,"height":1e99}`,
			federation.Attachment{Type: "Image", URL: "https://a.example/p", Focal: &[2]float64{0.5, -1}, Blurhash: "LE"}},
		{`{"type":"Image","url":"https://a.example/p","focalPoint":[5,0],"creditText":"Jo","license":"OGL"}`,
			federation.Attachment{Type: "Image", URL: "https://a.example/p", Credit: &federation.Credit{Creator: "Jo", Licence: "OGL"}}},
	} {
		got := readObject(t, `"type":"Note","attachment":`+test.json).Attachments
		if !reflect.DeepEqual(got, []federation.Attachment{test.want}) {
			t.Errorf("%s: %+v", test.json, got)
		}
	}
}

func TestReadImage(t *testing.T) {
	for _, test := range []struct {
		json string
		want *federation.Image
	}{
		{`"https://a.example/p.jpg"`, &federation.Image{URL: "https://a.example/p.jpg"}},
		{`{"type":"Link","href":"https://a.example/p.jpg"}`, &federation.Image{URL: "https://a.example/p.jpg"}},
		{`[{"type":"Image"},{"type":"Image","url":"https://a.example/p.jpg","name":"alt"}]`, &federation.Image{URL: "https://a.example/p.jpg", Alt: "alt"}},
		{`{"type":"Image","url":"data:image/png;base64,AA"}`, nil},
		{`null`, nil},
	} {
		o := readObject(t, `"type":"Note","image":`+test.json+`,"icon":`+test.json)
		if !reflect.DeepEqual(o.Image, test.want) || !reflect.DeepEqual(o.Icon, test.want) {
			t.Errorf("%s: %+v, %+v", test.json, o.Image, o.Icon)
		}
	}
}
