package desk_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestSeveritiesOnTheDesk(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	comment := f.said(post, "", f.person("ana", "loud.example"), "Well now", false)
	f.done(blog.Moderator, "/desk/comments/"+comment+"/approve", nil)
	f.see(blog.Moderator, "/desk/blocks/new?host=loud.example", "Silence.", "Hold.", "Block.", "<dd>1</dd>")
	f.refused(blog.Moderator, "/desk/blocks", url.Values{"host": {"loud.example"}, "severity": {"shout"}, "reason": {"x"}},
		http.StatusUnprocessableEntity, "how far the decision goes", `href="#severity"`)
	f.done(blog.Moderator, "/desk/blocks", url.Values{"host": {"loud.example"}, "severity": {"silence"}, "reason": {"Quarrels"}})
	if v := f.verdict(comment); v != blog.VerdictApproved {
		t.Errorf("silence made the comment %s", v)
	}
	f.done(blog.Moderator, "/desk/blocks", url.Values{"host": {"loud.example"}, "severity": {"hold"}, "reason": {"More quarrels"}})
	if v := f.verdict(comment); v != blog.VerdictHeld {
		t.Errorf("on hold the comment is %s", v)
	}
	f.see(blog.Moderator, "/desk/blocks", "On hold", "More quarrels", "Take back")
	f.see(blog.Moderator, "/desk/blocks/new?host=loud.example", "Silenced", "Put on hold", "Quarrels", "Moderator Okafor", `value="hold" checked`)
}

// A list is shown with what it would take away, and done only when that is
// confirmed; it comes pasted or as a file, and goes out as it came.
func TestBlockListOnTheDesk(t *testing.T) {
	f := newFloor(t)
	f.said(f.published("Post"), "", f.person("ana", "spam.example"), "Buy now", false)
	list := "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\nspam.example,suspend,false,false,\"Spam, mostly\",false\nx***.example,suspend,,,,true\n"
	f.refused(blog.Moderator, "/desk/blocks/list", url.Values{"do": {"look"}}, http.StatusUnprocessableEntity, "nothing in the list", `href="#list"`)
	f.refused(blog.Moderator, "/desk/blocks/list", url.Values{"do": {"look"}, "list": {list}}, http.StatusOK,
		"1 server", "Nothing is done yet", "<dd>1</dd>", "Spam, mostly", "obfuscated")
	if s, err := f.db.SeverityOf(t.Context(), "spam.example"); s != blog.NoSeverity || err != nil {
		t.Errorf("a look decided %q, %v", s, err)
	}

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	f.check(form.WriteField("form_token", f.tokens[blog.Moderator]))
	f.check(form.WriteField("do", "look"))
	file, err := form.CreateFormFile("file", "list.csv")
	f.check(err)
	_, err = file.Write([]byte(list))
	f.check(err)
	f.check(form.Close())
	request := f.request(blog.Moderator, http.MethodPost, "/desk/blocks/list", nil)
	request.Body = io.NopCloser(&body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	if w := f.serve(request); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Spam, mostly") {
		t.Errorf("a file is answered %d:\n%s", w.Code, core(w.Body.String()))
	}

	f.done(blog.Moderator, "/desk/blocks/list", url.Values{"do": {"import"}, "list": {strings.ReplaceAll(list, "\n", "\r\n")}})
	f.see(blog.Moderator, "/desk/blocks", "spam.example", "Spam, mostly")
	w := f.get(blog.Moderator, "/desk/blocks/list.csv")
	if !strings.Contains(w.Body.String(), "spam.example,suspend,") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Errorf("the export is %s:\n%s", w.Header().Get("Content-Type"), w.Body)
	}
}

func TestWatchOnTheDesk(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Moderator, "/desk/watch", "No word is watched", "No connection is watched")
	f.refused(blog.Moderator, "/desk/watch/words", url.Values{"word": {"?"}}, http.StatusUnprocessableEntity, `href="#word"`)
	f.refused(blog.Moderator, "/desk/watch/ranges", url.Values{"range": {"everywhere"}, "effect": {"hold"}}, http.StatusUnprocessableEntity, `href="#range"`, `value="everywhere"`)
	f.done(blog.Moderator, "/desk/watch/words", url.Values{"word": {"Wetlands"}, "reason": {"A campaign"}})
	f.done(blog.Moderator, "/desk/watch/ranges", url.Values{"range": {"203.0.113.9/24"}, "effect": {"refuse"}, "reason": {"A flood"}})
	f.see(blog.Moderator, "/desk/watch", "Wetlands", "A campaign", "203.0.113.0/24", "are refused", "A flood")
	f.done(blog.Moderator, "/desk/watch/words/remove", url.Values{"word": {"Wetlands"}})
	f.done(blog.Moderator, "/desk/watch/ranges/remove", url.Values{"range": {"203.0.113.0/24"}})
	f.see(blog.Moderator, "/desk/watch", "No word is watched", "No connection is watched")
}

func TestReportsOnTheDesk(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Moderator, "/desk/reports", "Nobody has reported anything")
	ana := f.person("ana", "social.example")
	comment := f.said(f.published("Bins"), "", ana, "You are all fools", false)
	f.check(f.options.Comments.TakeReport(t.Context(), blog.Report{
		URI: "https://social.example/flags/1", PersonURI: ana.URI, Words: "Insults <b>us</b>",
		Subjects: []blog.ReportedThing{{URI: "https://social.example/notes/1", CommentID: comment}},
	}))
	f.see(blog.Moderator, "/desk/reports", "social.example", "Insults <b>us</b>", "You are all fools", "/desk/comments/"+comment)
	f.see(blog.Moderator, "/desk", "1 report", "/desk/reports")
	reports, err := f.db.OpenReports(t.Context(), 10)
	f.check(err)
	f.done(blog.Moderator, "/desk/reports/"+reports[0].ID+"/close", nil)
	f.see(blog.Moderator, "/desk/reports", "Nobody has reported anything")

	path := "/desk/comments/" + comment
	f.refused(blog.Moderator, path+"/report", url.Values{"report": {" "}}, http.StatusUnprocessableEntity, "Say what is wrong", `href="#report"`)
	f.done(blog.Moderator, path+"/report", url.Values{"report": {"Insults"}})
	f.see(blog.Moderator, path, "Reported to its server", "Moderator Okafor")
	f.refused(blog.Moderator, path+"/report", url.Values{"report": {"Again"}}, http.StatusConflict, "told about this comment already")
}
