package comments

import (
	"context"
	"net/url"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// How often a list may be looked at.
const (
	Daily  = 24 * time.Hour
	oftest = time.Hour
	rarest = 31 * 24 * time.Hour
)

// maxAddress bounds the address of a list, in bytes.
const maxAddress = 2000

// FollowList has the list of servers at an address count from now on: it is
// fetched soon, and then each time that the interval is over. Following it again
// changes the interval.
func (c *Comments) FollowList(ctx context.Context, by blog.Editor, address string, every time.Duration) (blog.BlockList, error) {
	var list blog.BlockList
	if err := moderator(by); err != nil {
		return list, err
	}
	address = strings.TrimSpace(address)
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "https" || at.Host == "" || at.User != nil || len(address) > maxAddress {
		return list, blog.InvalidField("url", "Write the address of the list: it begins with https://.")
	}
	if every < oftest || every > rarest {
		return list, blog.InvalidField("every", "A list can be looked at once an hour at most, and once in 31 days at least.")
	}
	err = c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var fresh bool
		if list, fresh, err = tx.InsertBlockList(ctx, address, every, c.now()); err != nil || !fresh {
			return err
		}
		return recordList(ctx, tx, by, blog.Followed, list)
	})
	return list, err
}

// UnfollowList ends following a list. What it decided stays, as staff's own; with
// lift, it is taken back where no person and no other list says so, too.
func (c *Comments) UnfollowList(ctx context.Context, by blog.Editor, id string, lift bool) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		list, err := tx.BlockListByID(ctx, id)
		if err != nil {
			return err
		}
		if lift {
			hosts, err := tx.HostsOfList(ctx, id)
			if err != nil {
				return err
			}
			for _, host := range hosts {
				if err := release(ctx, tx, by, blog.ListEntry{ListID: id, List: list.URL, Host: host}); err != nil {
					return err
				}
			}
		}
		if err := tx.DeleteBlockList(ctx, id); err != nil {
			return err
		}
		return recordList(ctx, tx, by, blog.Unfollowed, list)
	})
}

// HurryList has a list looked at within a minute. When it waits because it is
// so much smaller than before, agreed takes it over all the same.
func (c *Comments) HurryList(ctx context.Context, by blog.Editor, id string, agreed bool) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		list, err := tx.BlockListByID(ctx, id)
		if err != nil {
			return err
		}
		size := 0
		if agreed {
			size = list.Offered
		}
		if err := tx.HurryBlockList(ctx, id, c.now(), size); err != nil || size == 0 {
			return err
		}
		return recordList(ctx, tx, by, blog.Approved, list)
	})
}

func recordList(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, list blog.BlockList) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.ListSubject, SubjectID: list.ID, Reason: list.URL,
	})
	return err
}
