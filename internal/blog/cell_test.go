package blog

import "testing"

func TestCell(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "Benches": "Benches", "1 = 1": "1 = 1", "'tis": "'tis", "’=": "’=",
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+44": "'+44", "-1": "'-1", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		"|cmd": "'|cmd", "%1": "'%1", "＝1": "'＝1", "＠x": "'＠x", "\xff=": "\xff=",
	} {
		got := Cell(text)
		if got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
		if back := Uncell(got); back != text {
			t.Errorf("%q is read as %q", got, back)
		}
	}
}
