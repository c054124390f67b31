package view

import "strings"

// rightToLeft are the languages that are mostly written from right to left, and
// the scripts that always are (BCP 47 subtags, in lower case).
var rightToLeft = map[string]bool{
	"ar": true, "arc": true, "azb": true, "bal": true, "ckb": true, "dv": true, "fa": true, "glk": true, "he": true, "iw": true,
	"ji": true, "ks": true, "lrc": true, "mzn": true, "nqo": true, "pnb": true, "prs": true, "ps": true, "rhg": true, "sd": true,
	"skr": true, "syr": true, "ug": true, "ur": true, "yi": true,
	"adlm": true, "arab": true, "aran": true, "hebr": true, "mand": true, "nkoo": true, "rohg": true, "samr": true, "syrc": true, "thaa": true,
}

// direction is the way in which a language is written, as the attribute dir
// takes it. Its script says so when the tag names one: "ku" runs from left to
// right, "ku-Arab" the other way.
func direction(language string) string {
	primary, rest, _ := strings.Cut(strings.ToLower(language), "-")
	says := primary
	if script, _, _ := strings.Cut(rest, "-"); len(script) == 4 {
		says = script
	}
	if rightToLeft[says] {
		return "rtl"
	}
	return "ltr"
}
