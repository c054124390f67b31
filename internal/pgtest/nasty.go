package pgtest

import "strings"

// Nasty are values of parameters on which a careless query breaks.
var Nasty = []string{
	"'", `"`, "' OR '1'='1';--", "slug:[", "slug:['a',b]", "a\x00b", "\xff\xfe", "99999999999999999999999999", "-1",
	"9223372036854775807.00000000-0000-4000-8000-000000000000", "-9223372036854775808.x", "294277-01-01T00:00:00Z", "(a | b & !):*", `a\`, "%_$1",
	strings.Repeat("('", 500), "00000000-0000-4000-8000-000000000000",
}
