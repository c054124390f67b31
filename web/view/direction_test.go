package view

import "testing"

func TestDirection(t *testing.T) {
	for language, want := range map[string]string{
		"": "ltr", "en": "ltr", "en-GB": "ltr", "cy": "ltr", "ar": "rtl", "AR-eg": "rtl", "he": "rtl", "ur-PK": "rtl",
		"ku": "ltr", "ku-Arab": "rtl", "az-Arab-IR": "rtl", "ar-Latn": "ltr", "pa-PK": "ltr", "yi": "rtl", "dv": "rtl",
	} {
		if got := direction(language); got != want {
			t.Errorf("%q runs %s, want %s", language, got, want)
		}
	}
}
