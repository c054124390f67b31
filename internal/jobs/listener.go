package jobs

import (
	"context"
	"database/sql"
	"strings"
	"sync"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"inews/internal/postgres"
)

// driver is River's driver for database/sql, which cannot listen, with a
// listener on the connection that the application listens with.
type driver struct {
	*riverdatabasesql.Driver
	db *postgres.DB
}

func (r *Runner) driver() riverdriver.Driver[*sql.Tx] {
	return driver{riverdatabasesql.New(r.db.SQL()), r.db}
}

// SupportsListener says that GetListener answers. Source: riverdriver.Driver.
func (d driver) SupportsListener() bool { return true }

// GetListener makes a listener that is not connected yet. Source:
// riverdriver.Driver.
func (d driver) GetListener(*riverdriver.GetListenenerParams) riverdriver.Listener {
	return &listener{db: d.db}
}

// The topics on which River speaks: there is work, a queue is paused, the
// leader resigns.
var topics = []string{"river_insert", "river_control", "river_leadership"}

// listener hears River's notices.
type listener struct {
	db      *postgres.DB
	notices chan *riverdriver.Notification
	schema  string
	cancel  context.CancelFunc
	ended   sync.WaitGroup
}

// Connect begins to listen to all topics.
func (l *listener) Connect(ctx context.Context) error {
	if err := l.db.SQL().QueryRowContext(ctx, `SELECT current_schema()`).Scan(&l.schema); err != nil {
		return err
	}
	var channels []string
	for _, topic := range topics {
		channels = append(channels, l.schema+"."+topic)
	}
	l.notices = make(chan *riverdriver.Notification, 1000) // as many as River keeps
	ctx, l.cancel = context.WithCancel(context.WithoutCancel(ctx))
	notice := func(channel, payload string) {
		topic := strings.TrimPrefix(channel, l.schema+".")
		select {
		case l.notices <- &riverdriver.Notification{Topic: topic, Payload: payload}:
		default: // the poll finds what a full buffer drops
		}
	}
	lost := func() {} // the poll finds what was missed
	l.ended.Go(func() { _ = l.db.Listen(ctx, notice, lost, channels...) })
	return nil
}

// Close stops listening.
func (l *listener) Close(context.Context) error {
	l.cancel()
	l.ended.Wait()
	return nil
}

// WaitForNotification answers the next notice.
func (l *listener) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	select {
	case notice := <-l.notices:
		return notice, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Ping tells whether the database answers.
func (l *listener) Ping(ctx context.Context) error { return l.db.Ping(ctx) }

// Schema is where River's tables are.
func (l *listener) Schema() string { return l.schema }

// Listen has nothing to add: Connect listens to all topics.
func (l *listener) Listen(context.Context, string) error { return nil }

// Unlisten leaves the topic's notices to be dropped by River.
func (l *listener) Unlisten(context.Context, string) error { return nil }

// SetAfterConnectExec is for River's own tests.
func (l *listener) SetAfterConnectExec(string) {}
