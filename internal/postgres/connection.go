package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"github.com/lib/pq"
)

// connector makes the connections of the pool.
type connector struct{ *pq.Connector }

// Connect makes one.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := conn.(pqConn)
	if !ok {
		return nil, fmt.Errorf("the driver's connection %T lacks a method", conn)
	}
	return connection{whole}, nil
}

// pqConn is everything that database/sql looks for in a connection of the
// driver.
type pqConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// connection begins transactions as the server's operator wants them. The
// driver's own BeginTx says READ WRITE, which overrules
// default_transaction_read_only, and which a hot standby refuses with an error
// of its own instead of the one for writes.
type connection struct{ pqConn }

// BeginTx begins a transaction, in the server's own mode unless another is
// asked for.
func (c connection) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if options.ReadOnly || options.Isolation != driver.IsolationLevel(sql.LevelDefault) {
		return c.pqConn.BeginTx(ctx, options)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.Begin() // BeginTx of the driver says READ WRITE
}
