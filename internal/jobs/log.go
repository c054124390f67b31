package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// failures logs the errors of jobs, once each.
type failures struct {
	log *slog.Logger
}

// HandleError logs what a job answered. Source: river.ErrorHandler.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if job.Attempt >= job.MaxAttempts {
		f.log.ErrorContext(ctx, "job "+job.Kind+" failed, given up", "attempt", job.Attempt, "err", err)
	} else {
		f.log.WarnContext(ctx, "job "+job.Kind+" failed, will run again", "attempt", job.Attempt, "err", err)
	}
	return nil
}

// HandlePanic logs a panic with where it came from. Source: river.ErrorHandler.
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job "+job.Kind+" panicked", "attempt", job.Attempt, "err", fmt.Sprint(value)+"\n"+trace)
	return nil
}

func (r *Runner) riverLog() *slog.Logger { return quiet(r.options.Log) }

// quiet passes on River's own warnings and errors, and not its diary.
func quiet(log *slog.Logger) *slog.Logger {
	if log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(warnings{log.Handler()})
}

type warnings struct {
	slog.Handler
}

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

func (w warnings) WithGroup(name string) slog.Handler {
	return warnings{w.Handler.WithGroup(name)}
}
