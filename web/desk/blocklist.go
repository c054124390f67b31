package desk

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
)

// blockListPage takes a block list, and says what importing it would do before
// anything is done.
type blockListPage struct {
	frame
	List      string // as pasted or uploaded
	Partners  bool
	Proposals []comments.Proposal // nil until there is a list
	Decided   int
	Lost      postgres.Traces
}

func (d *Desk) blockListForm(v *visit) error {
	return d.show(v, http.StatusOK, "block-list", blockListPage{frame: d.frameIn(v, "people", "Import a block list")})
}

func (d *Desk) blockList(v *visit) error {
	page := blockListPage{frame: d.frameIn(v, "people", "Import a block list"), List: v.form.Get("list"), Partners: v.form.Get("partners") == "yes"}
	wrong := func(err error) error {
		page.Problems = problemsAt(err, "list")
		return d.show(v, d.Status(blog.KindOf(err)), "block-list", page)
	}
	if err := uploaded(v, &page.List); err != nil {
		return err
	}
	entries, err := comments.ReadBlockList(strings.NewReader(page.List))
	if err != nil {
		return wrong(err)
	}
	if v.form.Get("do") == "import" {
		if _, err := d.Comments.Import(v.ctx(), v.editor, entries, page.Partners); err != nil {
			return err
		}
		return v.back("/desk/blocks", listImported)
	}
	if page.Proposals, err = d.Comments.Survey(v.ctx(), v.editor, entries, page.Partners); err != nil {
		return err
	}
	for _, p := range page.Proposals {
		if p.Step == comments.Decide {
			page.Decided++
			page.Lost = page.Lost.Plus(p.Lost)
		}
	}
	return d.show(v, http.StatusOK, "block-list", page)
}

// uploaded reads the list from a file, if one was chosen.
func uploaded(v *visit, list *string) error {
	form := v.Request.MultipartForm
	if form == nil || len(form.File["file"]) == 0 || form.File["file"][0].Size == 0 {
		return nil
	}
	file, err := form.File["file"][0].Open()
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := io.ReadAll(file) // the whole form was bounded when it came in
	*list = string(text)
	return err
}

// exportBlocks gives the decisions as a file.
func (d *Desk) exportBlocks(v *visit) error {
	hosts, err := d.DB.DecidedHosts(v.ctx())
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := comments.WriteBlockList(&file, hosts); err != nil {
		return err
	}
	return v.download(csvType, "blocks.csv", file.Bytes())
}
