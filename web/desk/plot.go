package desk

import (
	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/reach"
	"inews/web/view/plot"
)

// timeline begins a plot over the steps of the numbers.
func timeline(n reach.Numbers, id, title string, kind plot.Kind) plot.Spec {
	s := plot.Spec{ID: id, Title: title, Kind: kind, Of: "Day"}
	if n.Span.Monthly {
		s.Of = "Month"
	}
	for _, step := range n.Steps {
		s.Labels, s.Names = append(s.Labels, step.Short()), append(s.Names, step.Long())
	}
	return s
}

// series takes one number out of each step.
func series(n reach.Numbers, name string, number func(reach.Step) int) plot.Series {
	s := plot.Series{Name: name}
	for _, step := range n.Steps {
		s.Values = append(s.Values, number(step))
	}
	return s
}

func followersPlot(n reach.Numbers) plot.Plot {
	s := timeline(n, "plot-followers", "Followers", plot.Line)
	s.Series = []plot.Series{series(n, "Followers", func(s reach.Step) int { return s.Followers })}
	s.Empty = "No followers yet. People find the blog when its address is where they are: on posters, in e-mails, on the council's other pages."
	return plot.New(s)
}

func answersPlot(n reach.Numbers) plot.Plot {
	s := timeline(n, "plot-answers", "Replies, shares and likes", plot.Bars)
	s.Series = []plot.Series{
		series(n, "Replies", func(s reach.Step) int { return s.Replies }),
		series(n, "Shares", func(s reach.Step) int { return s.Shares }),
		series(n, "Likes", func(s reach.Step) int { return s.Likes }),
	}
	s.Empty = "Nobody has replied, shared or liked in this time. A post that ends with a question gets most replies."
	return plot.New(s)
}

func readingPlot(n reach.Numbers) plot.Plot {
	s := timeline(n, "plot-reading", "Page views", plot.Bars)
	s.Series = []plot.Series{series(n, "Page views", func(s reach.Step) int { return s.Views })}
	s.Empty = "No page views were counted in this time."
	return plot.New(s)
}

func deliveriesPlot(n reach.Numbers) plot.Plot {
	s := timeline(n, "plot-deliveries", "Deliveries to other servers", plot.Bars)
	s.Series = []plot.Series{
		series(n, "Delivered", func(s reach.Step) int { return s.Delivered }),
		series(n, "Given up", func(s reach.Step) int { return s.Failed }),
	}
	s.Empty = "Nothing was sent to other servers in this time."
	return plot.New(s)
}

// postsPlot holds posts against each other.
func postsPlot(title string, posts []postgres.PostReach) plot.Plot {
	s := plot.Spec{
		ID: "plot-posts", Title: title, Kind: plot.Rows, Of: "Post",
		Series: []plot.Series{{Name: "Replies"}, {Name: "Shares"}, {Name: "Likes"}},
		Empty:  "Nobody has replied, shared or liked yet. Reply to the first comments yourself: people talk where they are answered.",
	}
	for _, p := range posts {
		s.Labels, s.Names = append(s.Labels, p.Title), append(s.Names, p.Title)
		for i, n := range []int{p.Replies, p.Shares, p.Likes} {
			s.Series[i].Values = append(s.Series[i].Values, n)
		}
	}
	return plot.New(s)
}

// figures are the numbers over the plots.
func figures(n reach.Numbers) []reach.Headline {
	change := ""
	if n.Change() != 0 {
		change = reach.Signed(n.Change())
	}
	return []reach.Headline{
		{Name: "Followers", Value: blog.Number(n.Sum.Followers), Change: change},
		{Name: "Page views", Value: blog.Number(n.Sum.Views)},
		{Name: "Replies", Value: blog.Number(n.Sum.Replies)},
		{Name: "Shares", Value: blog.Number(n.Sum.Shares)},
		{Name: "Likes", Value: blog.Number(n.Sum.Likes)},
	}
}
