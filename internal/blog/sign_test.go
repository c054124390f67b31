package blog

import "testing"

func TestSigns(t *testing.T) {
	t.Parallel()
	for want, signs := range map[int]Signs{
		0: nil, 30: {{Points: 30}}, 99: {{Points: 60}, {Points: 60, Spam: true}},
	} {
		if got := signs.Score(); got != want {
			t.Errorf("the score of %+v is %d, want %d", signs, got, want)
		}
	}
	var read Signs
	if err := read.Scan([]byte(`[{"words":"holds 4 links","points":45,"spam":true}]`)); err != nil || len(read) != 1 || read[0] != (Sign{"holds 4 links", 45, true}) {
		t.Errorf("read %+v, %v", read, err)
	}
	if err := read.Scan("[]"); err == nil {
		t.Error("text that is no bytes was read")
	}
	if err := read.Scan([]byte(`{}`)); err == nil {
		t.Error("what is no list was read")
	}
}
