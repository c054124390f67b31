package comments

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// maxWatched bounds a watched word, in characters.
const maxWatched = 100

// The widest ranges that may be watched: wider ones would keep whole countries
// out.
const (
	widestIPv4 = 8
	widestIPv6 = 16
)

// WatchWord holds every comment from now on in which the word, or the words in
// this order, stand whole: in any case, with or without accents.
func (c *Comments) WatchWord(ctx context.Context, by blog.Editor, word, reason string) error {
	if err := moderator(by); err != nil {
		return err
	}
	word, reason = oneLine(word), oneLine(reason)
	folded := richtext.Fold(word)
	if folded == "" || utf8.RuneCountInString(word) > maxWatched {
		return blog.InvalidField("word", "Write a word of at most %d characters, with a letter or a digit in it.", maxWatched)
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		added, err := tx.WatchWord(ctx, blog.WatchedWord{Folded: folded, Word: word, Reason: reason})
		if err != nil || !added {
			return err
		}
		return recordWatch(ctx, tx, by, blog.Watched, blog.WordSubject, folded, reason)
	})
}

// UnwatchWord lets the word pass again.
func (c *Comments) UnwatchWord(ctx context.Context, by blog.Editor, word string) error {
	if err := moderator(by); err != nil {
		return err
	}
	folded := richtext.Fold(word)
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.UnwatchWord(ctx, folded)
		if err != nil || !removed {
			return err
		}
		return recordWatch(ctx, tx, by, blog.Unwatched, blog.WordSubject, folded, "")
	})
}

// WatchRange refuses comments from a range of addresses, or has staff look at
// them twice. The range is in CIDR notation; a single address is a range of one.
func (c *Comments) WatchRange(ctx context.Context, by blog.Editor, rangeText string, effect blog.RangeEffect, reason string) error {
	if err := moderator(by); err != nil {
		return err
	}
	prefix, err := readRange(rangeText)
	if err != nil {
		return err
	}
	if effect != blog.HoldRange && effect != blog.RefuseRange {
		return blog.InvalidField("effect", "Choose what happens to comments from there.")
	}
	watched := blog.WatchedRange{Range: prefix.String(), Effect: effect, Reason: oneLine(reason)}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.WatchRange(ctx, watched); err != nil {
			return err
		}
		return recordWatch(ctx, tx, by, blog.Watched, blog.RangeSubject, watched.Range, string(effect)+": "+watched.Reason)
	})
}

// UnwatchRange lets comments from the range come in as any other.
func (c *Comments) UnwatchRange(ctx context.Context, by blog.Editor, rangeText string) error {
	if err := moderator(by); err != nil {
		return err
	}
	prefix, err := readRange(rangeText)
	if err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.UnwatchRange(ctx, prefix.String())
		if err != nil || !removed {
			return err
		}
		return recordWatch(ctx, tx, by, blog.Unwatched, blog.RangeSubject, prefix.String(), "")
	})
}

func recordWatch(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, subject blog.Subject, id, reason string) error {
	_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: verb, Subject: subject, SubjectID: id, Reason: reason})
	return err
}

func readRange(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		var address netip.Addr
		if address, err = netip.ParseAddr(text); err == nil {
			prefix, err = address.Unmap().WithZone("").Prefix(address.Unmap().BitLen())
		}
	}
	if err == nil && prefix.Addr().Is4In6() {
		err = errors.New("an IPv4 address in IPv6's clothes")
	}
	if err != nil {
		return prefix, &blog.Error{Kind: blog.Invalid, Field: "range", Msg: "Write an address or a range, like 203.0.113.7 or 203.0.113.0/24.", Err: err}
	}
	widest := widestIPv4
	if prefix.Addr().Is6() {
		widest = widestIPv6
	}
	if prefix.Bits() < widest {
		return prefix, blog.InvalidField("range", "This range is too wide: it would meet whole countries. /%d is the widest.", widest)
	}
	return prefix.Masked(), nil
}

// signsOfWords looks for words that staff watch.
func signsOfWords(ctx context.Context, tx *postgres.Tx, text string) (blog.Signs, error) {
	words, err := tx.WatchedWords(ctx)
	if err != nil {
		return nil, err
	}
	var signs blog.Signs
	folded := richtext.Fold(text)
	for _, w := range words {
		if richtext.HasWords(folded, w.Folded) {
			signs = append(signs, blog.Sign{Words: fmt.Sprintf("says %q, which staff watch", w.Word), Points: forWord, Spam: true})
		}
	}
	return signs, nil
}
