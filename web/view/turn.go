package view

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"text/template/parse"

	"inews/internal/tongue"
)

// turner puts templates into another language, before they are first used. What
// stands in a template for people to read is looked up by its English, and what
// leads to another page of the site leads to that page in the same language. So a
// template is written once, in plain English, and no reader waits for a look-up.
//
// A sentence goes to the catalogue whole: what is filled in is {1}, {2}, and what
// stands within a link or another small element is between <1> and </1>, so that a
// translation may have them in the order of its own grammar. A sentence ends where
// its element ends, or where a part of it depends on a condition.
type turner struct {
	tongue *tongue.Tongue
	met    func(text string, run []piece) // hears of each text; may be nil
}

// pathFunction is what addresses that are filled in go through.
const pathFunction = "here"

// newTurner is the turner for a language, nil when templates are right as they are.
func newTurner(t *tongue.Tongue) *turner {
	if t.IsEnglish() && t.Prefix == "" {
		return nil
	}
	return &turner{tongue: t}
}

// templates turns all templates but those that were there before, which are turned
// already.
func (t *turner) templates(all *template.Template, before map[*parse.Tree]bool) error {
	if t == nil {
		return nil
	}
	for _, tmpl := range all.Templates() {
		if tmpl.Tree == nil || tmpl.Tree.Root == nil || before[tmpl.Tree] {
			continue
		}
		r := &reading{turner: t, tree: tmpl.Tree}
		if err := r.list(tmpl.Tree.Root); err != nil {
			return fmt.Errorf("translate template %s: %w", tmpl.Name(), err)
		}
	}
	return nil
}

// trees are all that a template has.
func trees(all *template.Template) map[*parse.Tree]bool {
	there := make(map[*parse.Tree]bool)
	for _, tmpl := range all.Templates() {
		there[tmpl.Tree] = true
	}
	return there
}

// reading is the way through one list of nodes of a template, which is HTML with
// holes in it.
type reading struct {
	*turner
	tree  *parse.Tree
	nodes []parse.Node // what is finished
	run   []piece      // text and small elements since the last larger one
	tag   *piece       // the tag that is being read; nil in text
	spot  spot         // where in the tag
	name  string       // of the attribute that is being read
	value []piece      // of it, so far
	begun bool         // something of the value is finished
	quote byte
	mute  string // the element whose content is no text: "script", "style"
}

// piece is a part of a sentence.
type piece struct {
	kind  kind
	name  string // of a tag
	text  string // of words
	fixed bool   // a tag that has said of which language the page is that it leads to
	nodes []parse.Node
}

type kind int

const (
	words   kind = iota
	value        // something that is filled in
	opening      // the tag of a small element
	closing
	wall // whatever ends a sentence
)

func (p piece) plain() []parse.Node {
	if p.kind == words {
		return []parse.Node{textNode(p.text)}
	}
	return p.nodes
}

func textNode(s string) parse.Node {
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(s)}
}

var errBranch = errors.New("a tag begins in one branch and ends in another")

// list reads a list of nodes and puts what it becomes into its place.
func (r *reading) list(l *parse.ListNode) error {
	within := r.tag != nil
	for _, n := range l.Nodes {
		if err := r.node(n); err != nil {
			return err
		}
	}
	if within != (r.tag != nil) {
		return errBranch
	}
	if within {
		err := r.endValue()
		l.Nodes = r.tag.nodes
		return err
	}
	err := r.flush()
	l.Nodes = r.nodes
	return err
}

func (r *reading) node(n parse.Node) error {
	switch n := n.(type) {
	case *parse.TextNode:
		return r.text(string(n.Text))
	case *parse.ActionNode:
		return r.action(n)
	case *parse.IfNode:
		return r.branch(n, n.List, n.ElseList)
	case *parse.WithNode:
		return r.branch(n, n.List, n.ElseList)
	case *parse.RangeNode:
		return r.branch(n, n.List, n.ElseList)
	}
	return r.put(n)
}

// action is something that is filled in, or a variable that is set.
func (r *reading) action(n *parse.ActionNode) error {
	filled := piece{kind: value, nodes: []parse.Node{n}}
	switch {
	case len(n.Pipe.Decl) > 0:
		return r.put(n)
	case r.tag == nil:
		r.run = append(r.run, filled)
	case r.spot == inQuotes:
		r.value = append(r.value, filled)
	default:
		r.tag.nodes = append(r.tag.nodes, n)
	}
	return nil
}

// branch reads what depends on a condition. Where it begins within a tag it ends
// there too.
func (r *reading) branch(n parse.Node, lists ...*parse.ListNode) error {
	if err := r.put(nil); err != nil {
		return err
	}
	for _, l := range lists {
		if l == nil {
			continue
		}
		inner := *r
		inner.nodes, inner.run, inner.value = nil, nil, nil
		if r.tag != nil {
			inner.tag = &piece{name: r.tag.name, fixed: r.tag.fixed}
		}
		if err := inner.list(l); err != nil {
			return err
		}
	}
	r.begun = true
	return r.put(n)
}

// put ends what was being read and adds a node as it is, if there is one.
func (r *reading) put(n parse.Node) error {
	end, into := r.flush, &r.nodes
	if r.tag != nil {
		end, into = r.endValue, &r.tag.nodes
	}
	err := end()
	if n != nil {
		*into = append(*into, n)
	}
	return err
}

// flush finishes the sentences of a run.
func (r *reading) flush() error {
	nodes, err := r.sentences(r.run)
	r.nodes, r.run = append(r.nodes, nodes...), nil
	return err
}

// The attributes that people read, and those that lead somewhere.
var (
	readAttributes = []string{"alt", "aria-label", "aria-description", "placeholder", "title"}
	pathAttributes = []string{"action", "formaction", "href"}
)

// endValue finishes what there is of an attribute's value.
func (r *reading) endValue() (err error) {
	pieces := r.value
	r.value = nil
	if len(pieces) == 0 {
		return nil
	}
	var nodes []parse.Node
	if slices.Contains(readAttributes, r.name) {
		nodes, err = r.sentences(pieces)
	} else {
		if !r.begun && !r.tag.fixed && slices.Contains(pathAttributes, r.name) {
			r.lead(&pieces[0], len(pieces) == 1)
		}
		for _, p := range pieces {
			nodes = append(nodes, p.plain()...)
		}
	}
	r.tag.nodes = append(r.tag.nodes, nodes...)
	r.tag.fixed = r.tag.fixed || r.name == "hreflang"
	r.begun = true
	return err
}

// lead turns the beginning of an address.
func (r *reading) lead(p *piece, whole bool) {
	if p.kind == words {
		if p.text == "/" && !whole { // what follows stands behind the slash
			p.text = r.tongue.Path("") + "/"
			return
		}
		p.text = r.tongue.Path(p.text)
		return
	}
	if action, ok := p.nodes[0].(*parse.ActionNode); ok {
		name := parse.NewIdentifier(pathFunction).SetTree(r.tree).SetPos(action.Pos)
		action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{
			NodeType: parse.NodeCommand, Pos: action.Pos, Args: []parse.Node{name},
		})
	}
}
