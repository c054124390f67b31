package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"inews/internal/blog"
)

// taskState is how far a task has come.
type taskState string

const (
	taskDone    taskState = "Completed"
	taskBegun   taskState = "In progress"
	taskNew     taskState = "Not started"
	taskBlocked taskState = "Cannot start yet"
)

// task is one line of the list.
type task struct {
	ID, Title string
	State     taskState
	Says      string
	Settings  []setting // that the server was started with
	Links     []link    // where it is done
	Command   string    // what does the same on the server; may be empty
}

// setting is a variable of the server's environment, as it stands.
type setting struct{ Name, Value string }

type link struct{ Path, Words string }

// Class is the look of the state.
func (t task) Class() string {
	return map[taskState]string{taskDone: "published", taskBegun: "held", taskNew: "new", taskBlocked: "blocked"}[t.State]
}

// taskTally is how many tasks are done.
type taskTally struct{ Done, All int }

type tasksPage struct {
	frame
	Tasks  []task
	Tally  taskTally
	Hidden bool
}

func (d *Desk) tasks(v *visit) error { return d.tasksPage(v, http.StatusOK, nil) }

func (d *Desk) tasksPage(v *visit, code int, problem error) error {
	page := tasksPage{frame: d.frameIn(v, "setup", "Set up "+d.Name)}
	if problem != nil {
		page.Problems = problemsOf(problem)
	}
	setup, err := d.DB.Setup(v.ctx())
	if err != nil {
		return err
	}
	page.Hidden = !setup.HiddenAt.IsZero()
	if page.Tasks, err = d.tasksOf(v, setup); err != nil {
		return err
	}
	page.Tally = tally(page.Tasks)
	return d.show(v, code, "tasks", page)
}

func tally(tasks []task) taskTally {
	t := taskTally{All: len(tasks)}
	for _, task := range tasks {
		if task.State == taskDone {
			t.Done++
		}
	}
	return t
}

// tasksLeft is the tally for the start page: nil when the owner has put the list
// away or all is done.
func (d *Desk) tasksLeft(v *visit) (*taskTally, error) {
	setup, err := d.DB.Setup(v.ctx())
	if err != nil || !setup.HiddenAt.IsZero() {
		return nil, err
	}
	tasks, err := d.tasksOf(v, setup)
	if err != nil {
		return nil, err
	}
	if t := tally(tasks); t.Done < t.All {
		return &t, nil
	}
	return nil, nil
}

// tasksOf is the list, in the order in which it is best done.
func (d *Desk) tasksOf(v *visit, setup blog.Setup) ([]task, error) {
	var tasks []task
	for _, find := range []func(*visit, blog.Setup) (task, error){
		d.databaseTask, d.addressTask, d.ownerTask, d.organisationTask, d.mailTask, d.federationTask, d.pagesTask, d.postTask,
	} {
		t, err := find(v, setup)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

func (d *Desk) databaseTask(v *visit, _ blog.Setup) (task, error) {
	version, err := d.DB.Version(v.ctx())
	return task{
		ID: "database", Title: "Database", State: taskDone, Command: "inews migrate",
		Says: fmt.Sprintf("PostgreSQL %s answers, and has the schema of this program.", version),
	}, err
}

func (d *Desk) addressTask(*visit, blog.Setup) (task, error) {
	t := task{
		ID: "address", Title: "Your address", State: taskDone, Command: "inews config",
		Says:     fmt.Sprintf("People follow %s. The address is part of every post’s id on other servers: once you have published it cannot change, or followers and replies are lost.", d.Handle),
		Settings: []setting{{"INEWS_BASE_URL", d.BaseURL}},
	}
	if !d.public() {
		t.State = taskBegun
		t.Says = "This is an address for trying things out: no other server can reach it. Set the real one, which must begin with https, before you publish anything. Once you have published it cannot change."
	}
	return t, nil
}

// public tells whether other servers may be able to reach the blog.
func (d *Desk) public() bool {
	u, err := url.Parse(d.BaseURL)
	return err == nil && d.secure() && u.Hostname() != "localhost"
}

// ownerTask tells who may do everything. A second way to prove who they are
// belongs here, too.
func (d *Desk) ownerTask(v *visit, _ blog.Setup) (task, error) {
	t := task{
		ID: "owner", Title: "First owner, and colleagues", State: taskDone,
		Command: `inews staff add EMAIL --name NAME --role editor`, Links: []link{{"/desk/staff", "Invite colleagues"}},
	}
	editors, err := d.DB.Editors(v.ctx())
	if err != nil {
		return t, err
	}
	owners, active := 0, 0
	for _, e := range editors {
		if !e.DisabledAt.IsZero() {
			continue
		}
		active++
		if e.Role == blog.Owner {
			owners++
		}
	}
	t.Says = fmt.Sprintf("%d people may sign in; owners among them: %d.", active, owners)
	if active == 1 {
		t.Says = "You are in, and alone."
	}
	if owners == 1 {
		t.Says += " A second owner can let you in again when you are locked out."
	}
	return t, nil
}

func (d *Desk) organisationTask(*visit, blog.Setup) (task, error) {
	t := task{
		ID: "organisation", Title: "Organisation", State: taskBegun,
		Says:     "What readers and followers see of you. Whoever runs the server sets it, and starts the server again.",
		Settings: []setting{{"INEWS_NAME", d.Name}, {"INEWS_ORGANISATION", d.Organisation}, {"INEWS_SUMMARY", d.Summary}},
		Command:  "inews config --reference",
	}
	switch named := d.Name != "" && d.Name != "iNews"; {
	case d.Organisation != "" && d.Summary != "":
		t.State = taskDone
	case !named && d.Organisation == "" && d.Summary == "":
		t.State = taskNew
	}
	return t, nil
}

func (d *Desk) mailTask(_ *visit, setup blog.Setup) (task, error) {
	t := task{ID: "mail", Title: "E-mail", State: taskDone, Command: "inews mail test ADDRESS"}
	switch {
	case !d.Accounts.Letters.Sent:
		t.State = taskNew
		t.Says = "No mail server is set. Invitations are links that you copy and send yourself; nobody is told of anything by e-mail."
		t.Settings = []setting{{"INEWS_SMTP_URL", ""}, {"INEWS_MAIL_FROM", ""}}
	case setup.MailedAt.IsZero():
		t.State = taskBegun
		t.Says = "A mail server is set. Send yourself a message to see whether it works."
	default:
		t.Says = "The mail server took a message on " + setup.MailedAt.In(d.Zone).Format("2 January 2006 at 15:04") + "."
	}
	return t, nil
}

func (d *Desk) federationTask(_ *visit, setup blog.Setup) (task, error) {
	t := task{ID: "federation", Title: "Federation check", State: taskNew, Command: "inews check"}
	at := setup.LookedAt.In(d.Zone).Format("2 January 2006 at 15:04")
	switch {
	case !d.secure():
		t.State, t.Says = taskBlocked, "Other servers talk to https addresses alone. Set your address first."
	case setup.LookedAt.IsZero():
		t.Says = "Look at the blog as another server would: certificate, handle, documents, and a signed delivery to ourselves. It takes a few seconds."
	case setup.Found == blog.Trouble:
		t.State, t.Says = taskBegun, "On "+at+" something did not work. Look again to see what, and what to do."
	default:
		t.State, t.Says = taskDone, "On "+at+" everything worked."
	}
	return t, nil
}

func (d *Desk) pagesTask(v *visit, _ blog.Setup) (task, error) {
	t := task{
		ID: "pages", Title: "Pages that the law and your readers ask for", State: taskDone, Links: []link{{"/desk/legal", "See what they say"}},
		Says: "Somebody has approved the accessibility statement and the privacy notice. You are reminded in a year.",
	}
	l, err := d.DB.Legal(v.ctx())
	if err != nil {
		return t, err
	}
	if l.Approved(d.Now()) {
		return t, nil
	}
	t.State, t.Links = taskNew, []link{{"/desk/legal", "Complete the accessibility statement and the privacy notice"}}
	for _, draft := range pageDrafts {
		t.Links = append(t.Links, link{"/desk/pages/new?draft=" + draft.slug, "Write your own " + strings.ToLower(draft.title)})
	}
	t.Says = "A public body has to say how accessible its site is, and what it does with personal data. The program writes both pages from what it does; say who you are and how to reach you, read them, and approve them."
	if l.Version > 1 {
		t.State = taskBegun
	}
	return t, nil
}

func (d *Desk) postTask(v *visit, _ blog.Setup) (task, error) {
	t := task{ID: "post", Title: "First post", State: taskNew, Command: "inews demo"}
	out, err := d.DB.PostsOnDesk(v.ctx(), blog.StatePublished, "", 1)
	if err != nil {
		return t, err
	}
	drafts, err := d.DB.PostsOnDesk(v.ctx(), blog.StateDraft, "", 1)
	if err != nil {
		return t, err
	}
	switch {
	case len(out) > 0:
		t.State, t.Command = taskDone, "inews post publish FILE.md"
		t.Says, t.Links = "“"+out[0].Title+"” is out.", []link{{"/desk/posts/new", "Write another post"}}
	case len(drafts) > 0:
		t.State, t.Says = taskBegun, "“"+drafts[0].Title+"” is a draft. Publish it when you like it."
		t.Links = []link{{deskPath(drafts[0]), "Go on with the draft"}}
	default:
		t.Says = "Say hello. A draft is ready for you to change; or fill the empty blog with a demonstration on the server, to look around first."
	}
	return t, nil
}
