package delivery

import "time"

// waits are the pauses after the first failures; the last one repeats. A
// restart is over in minutes, a night's outage in hours, and 22 attempts in
// seven days are no burden on a server that is gone.
var waits = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

// Backoff is how long to wait after the given number of attempts, 1 or more,
// have failed: 1, 5, 15, 30 minutes, 1, 2, 4, 8 and 12 hours, then 12 hours
// each. It is longer or shorter by up to a fifth, as chance (from 0 to under 1)
// has it, so that a thousand rows that failed together do not come back
// together.
func Backoff(failed int, chance float64) time.Duration {
	wait := waits[min(max(failed, 1), len(waits))-1]
	return time.Duration(float64(wait) * (0.8 + 0.4*chance))
}
