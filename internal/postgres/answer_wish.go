package postgres

import (
	"context"
	"fmt"
	"time"
)

// AnswerWish is that somebody wants to hear of answers to their comment.
type AnswerWish struct {
	CommentID, Email string
	PostTitle        string
	PostPath         string
	Language         string // of the page with the form
	ConfirmedAt      time.Time
}

const wishColumns = `
	w.comment_id, c.email, w.language, po.title AS post_title, or_never(w.confirmed_at) AS confirmed_at,
	CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug AS post_path`

const wishTables = `answer_wishes w JOIN comments c ON c.id = w.comment_id JOIN posts po ON po.id = c.post_id`

// WishByToken returns a wish by the hashed token of the link in its first mail.
func (q queries) WishByToken(ctx context.Context, tokenHash []byte) (AnswerWish, error) {
	var wish AnswerWish
	err := q.one(ctx, &wish, `SELECT `+wishColumns+` FROM `+wishTables+` WHERE w.token_hash = $1 AND c.email <> ''`, tokenHash)
	return wish, err
}

// WishToHear returns the confirmed wish of whoever wrote a comment that readers
// see.
func (q queries) WishToHear(ctx context.Context, commentID string) (AnswerWish, error) {
	var wish AnswerWish
	err := q.one(ctx, &wish, `SELECT `+wishColumns+` FROM `+wishTables+`
		WHERE w.comment_id = $1 AND w.confirmed_at IS NOT NULL AND c.email <> '' AND c.verdict = 'approved'`, commentID)
	return wish, err
}

// WishAnswers keeps that whoever wrote a comment wants to hear of answers.
func (tx *Tx) WishAnswers(ctx context.Context, commentID string, tokenHash []byte, language string, at time.Time) error {
	err := tx.exec(ctx, `INSERT INTO answer_wishes (comment_id, token_hash, language, asked_at) VALUES ($1, $2, $3, $4)`, commentID, tokenHash, language, at)
	if err != nil {
		return fmt.Errorf("keep wish for answers: %w", err)
	}
	return nil
}

// ConfirmWish notes that the address is of whoever wants to hear.
func (tx *Tx) ConfirmWish(ctx context.Context, commentID string, at time.Time) error {
	return tx.exec(ctx, `UPDATE answer_wishes SET confirmed_at = $2 WHERE comment_id = $1 AND confirmed_at IS NULL`, commentID, at)
}

// EndWish forgets a wish, and tells whether there was one.
func (tx *Tx) EndWish(ctx context.Context, commentID string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM answer_wishes WHERE comment_id = $1`, commentID)
	return n > 0, err
}

// TellOfAnswer notes that an answer is told of; first says that it never was.
func (tx *Tx) TellOfAnswer(ctx context.Context, answerID string) (first bool, err error) {
	n, err := tx.execCount(ctx, `INSERT INTO answers_told (answer_id) VALUES ($1) ON CONFLICT DO NOTHING`, answerID)
	return n > 0, err
}
