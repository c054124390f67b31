package postgres

import (
	"context"

	"inews/internal/blog"
)

// RetentionChoices returns how long staff keep what, where they chose another
// time than the usual.
func (q queries) RetentionChoices(ctx context.Context) (map[blog.Class]int, error) {
	var rows []struct {
		Class  blog.Class
		Amount int
	}
	err := q.all(ctx, &rows, `SELECT class, amount FROM retention_choices`)
	chosen := make(map[blog.Class]int, len(rows))
	for _, row := range rows {
		chosen[row.Class] = row.Amount
	}
	return chosen, err
}

// ChooseRetention keeps how long a class is kept from now on.
func (tx *Tx) ChooseRetention(ctx context.Context, r blog.Retention, editorID string) error {
	if r.Amount == r.Usual {
		return tx.exec(ctx, `DELETE FROM retention_choices WHERE class = $1`, r.Class)
	}
	return tx.exec(ctx, `
		INSERT INTO retention_choices (class, amount, editor_id) VALUES ($1, $2, $3)
		ON CONFLICT (class) DO UPDATE SET amount = EXCLUDED.amount, editor_id = EXCLUDED.editor_id, chosen_at = now()`,
		r.Class, r.Amount, null(editorID))
}

// InsertRetentionRun keeps what a run of the clean-up has done.
func (tx *Tx) InsertRetentionRun(ctx context.Context, r blog.RetentionRun) error {
	if err := tx.one(ctx, &r.ID, `
		INSERT INTO retention_runs (began_at, ended_at, problem) VALUES ($1, $2, $3) RETURNING id`,
		r.BeganAt, r.EndedAt, r.Problem); err != nil {
		return err
	}
	for class, deleted := range r.Deleted {
		if err := tx.exec(ctx, `INSERT INTO retention_counts (run_id, class, deleted) VALUES ($1, $2, $3)`, r.ID, class, deleted); err != nil {
			return err
		}
	}
	return nil
}

// RetentionRuns returns the last runs, newest first.
func (q queries) RetentionRuns(ctx context.Context, limit int) ([]blog.RetentionRun, error) {
	var runs []blog.RetentionRun
	if err := q.all(ctx, &runs, `SELECT id, began_at, ended_at, problem FROM retention_runs ORDER BY id DESC LIMIT $1`, limit); err != nil {
		return nil, err
	}
	for i := range runs {
		var rows []struct {
			Class   blog.Class
			Deleted int
		}
		if err := q.all(ctx, &rows, `SELECT class, deleted FROM retention_counts WHERE run_id = $1`, runs[i].ID); err != nil {
			return nil, err
		}
		runs[i].Deleted = make(map[blog.Class]int, len(rows))
		for _, row := range rows {
			runs[i].Deleted[row.Class] = row.Deleted
		}
	}
	return runs, nil
}
