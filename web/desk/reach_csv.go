package desk

import (
	"strconv"

	"inews/internal/postgres"
	"inews/internal/reach"
)

// reachNumbers are the numbers behind the plots, for a spreadsheet.
func (d *Desk) reachNumbers(v *visit) error {
	span, _ := d.span(v)
	n, err := d.Reach.Numbers(v.ctx(), span, "")
	if err != nil {
		return err
	}
	return v.table("reach.csv", daysTable(n, true))
}

func (d *Desk) reportNumbers(v *visit) error {
	month, err := d.Reach.Month(v.Param("month"))
	if err != nil {
		return err
	}
	n, err := d.Reach.Numbers(v.ctx(), month, "")
	if err != nil {
		return err
	}
	return v.table("reach-"+month.Code()+".csv", daysTable(n, true))
}

// reportPosts are the posts of a report, for a spreadsheet.
func (d *Desk) reportPosts(v *visit) error {
	month, err := d.Reach.Month(v.Param("month"))
	if err != nil {
		return err
	}
	posts, err := d.Reach.Best(v.ctx(), month, mostPosts)
	if err != nil {
		return err
	}
	return v.table("posts-"+month.Code()+".csv", postsTable(posts, d.BaseURL))
}

// mostPosts is more than a council publishes.
const mostPosts = 5000

func (d *Desk) postReachNumbers(v *visit) error {
	p, err := d.visible(v)
	if err != nil {
		return err
	}
	if !p.Visible() {
		return v.table("reach-"+p.Slug+".csv", daysTable(reach.Numbers{}, false))
	}
	n, err := d.Reach.Numbers(v.ctx(), d.Reach.Since(p.PublishedAt), p.ID)
	if err != nil {
		return err
	}
	return v.table("reach-"+p.Slug+".csv", daysTable(n, false))
}

// daysTable is a row for each step; of the whole blog, with its followers and
// deliveries.
func daysTable(n reach.Numbers, whole bool) [][]string {
	head := []string{"From", "Page views", "Replies", "Shares", "Likes"}
	if whole {
		head = append(head, "Followers", "Delivered", "Given up")
	}
	rows := [][]string{head}
	for _, s := range n.Steps {
		row := []string{s.From.Format("2006-01-02"), strconv.Itoa(s.Views), strconv.Itoa(s.Replies), strconv.Itoa(s.Shares), strconv.Itoa(s.Likes)}
		if whole {
			row = append(row, strconv.Itoa(s.Followers), strconv.Itoa(s.Delivered), strconv.Itoa(s.Failed))
		}
		rows = append(rows, row)
	}
	return rows
}

func postsTable(posts []postgres.PostReach, site string) [][]string {
	rows := [][]string{{"Post", "Address", "Published", "Page views", "Replies", "Shares", "Likes", "Servers reached", "Servers told"}}
	for _, p := range posts {
		rows = append(rows, []string{p.Title, site + p.Path(), p.PublishedAt.Format("2006-01-02"), strconv.Itoa(p.Views), strconv.Itoa(p.Replies),
			strconv.Itoa(p.Shares), strconv.Itoa(p.Likes), strconv.Itoa(p.Delivered), strconv.Itoa(p.Servers)})
	}
	return rows
}
