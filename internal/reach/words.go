package reach

import "inews/internal/blog"

// none is CountOf, with a word for nought.
func none(n int, one, many string) string {
	if n == 0 {
		return "no " + one
	}
	return blog.CountOf(n, one, many)
}

func times(n int) string {
	switch n {
	case 0:
		return "not at all"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return blog.Number(n) + " times"
}

func was(n int, one, many string) string {
	if n == 1 {
		return "1 " + one + " was"
	}
	return blog.Number(n) + " " + many + " were"
}

func it(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// Signed writes a change, with the sign that type has for it.
func Signed(n int) string {
	switch {
	case n > 0:
		return "+" + blog.Number(n)
	case n < 0:
		return "−" + blog.Number(-n)
	}
	return "no change"
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

func servers(n int) string {
	if n == 0 {
		return "No other server"
	}
	return blog.CountOf(n, "other server", "other servers")
}
