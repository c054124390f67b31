package fetch

import (
	"context"
	"fmt"
	"sync/atomic"

	"inews/federation"
)

// Budget counts the requests that one piece of work may still cause: without
// one, an endless chain of replies keeps a worker busy for ever.
type Budget struct {
	left   atomic.Int64
	parent *Budget
}

type budgetKey struct{}

// WithBudget lets the work under ctx send n requests; redirects and second
// tries count. The next one is refused with federation.ErrBudget. A budget
// within a budget spends from both.
func WithBudget(ctx context.Context, n int) context.Context {
	b := &Budget{parent: BudgetOf(ctx)}
	b.left.Store(int64(n))
	return context.WithValue(ctx, budgetKey{}, b)
}

// BudgetOf is the budget of ctx, or nil when nothing bounds it.
func BudgetOf(ctx context.Context) *Budget {
	b, _ := ctx.Value(budgetKey{}).(*Budget)
	return b
}

// Left is how many requests may still be sent.
func (b *Budget) Left() int {
	left := max(b.left.Load(), 0)
	if b.parent != nil {
		left = min(left, int64(b.parent.Left()))
	}
	return int(left)
}

func (b *Budget) spend() error {
	for ; b != nil; b = b.parent {
		if b.left.Add(-1) < 0 {
			return fmt.Errorf("no request left: %w", federation.ErrBudget)
		}
	}
	return nil
}
