package desk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"

	"inews/internal/blog"
)

// csvType is the media type of a table (RFC 7111).
const csvType = "text/csv; charset=utf-8"

// download sends a file that is kept and not shown.
func (v *visit) download(mediaType, name string, body []byte) error {
	v.done = true
	v.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	v.Data(http.StatusOK, mediaType, body)
	return nil
}

// table sends rows as a file for a spreadsheet, which takes no cell for a formula.
// The whole file is made before any of it is sent: one that breaks off looks like
// one that is whole. The mark at its beginning tells Excel that it is UTF-8.
func (v *visit) table(name string, rows [][]string) error {
	var file bytes.Buffer
	file.WriteString("\ufeff")
	w := csv.NewWriter(&file)
	w.UseCRLF = true // RFC 4180
	for _, row := range rows {
		for i := range row {
			row[i] = blog.Cell(row[i])
		}
		_ = w.Write(row) // a bytes.Buffer takes everything
	}
	w.Flush()
	return v.download(csvType, name, file.Bytes())
}
