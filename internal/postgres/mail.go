package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

// InsertMail keeps a message to be sent once the transaction is committed.
func (tx *Tx) InsertMail(ctx context.Context, m blog.Mail) error {
	err := tx.exec(ctx, `INSERT INTO mails (address, name, subject, body) VALUES ($1, $2, $3, $4)`,
		m.Address, m.Name, m.Subject, m.Text)
	if err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	return nil
}
