package blog

import (
	"strings"
	"testing"
	"time"
)

func days(list []Day) string {
	var b strings.Builder
	for _, day := range list {
		b.WriteString(day.Format("0102 "))
	}
	return strings.TrimSpace(b.String())
}

// The holidays are those that the government has published or proclaimed, with the
// days that stand in for those on a weekend.
func TestHolidays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		nation Nation
		year   int
		want   string
	}{
		{EnglandAndWales, 2020, "0101 0410 0413 0508 0525 0831 1225 1228"},
		{EnglandAndWales, 2021, "0101 0402 0405 0503 0531 0830 1227 1228"},
		{EnglandAndWales, 2022, "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227"},
		{EnglandAndWales, 2023, "0102 0407 0410 0501 0508 0529 0828 1225 1226"},
		{EnglandAndWales, 2026, "0101 0403 0406 0504 0525 0831 1225 1228"},
		{EnglandAndWales, 2027, "0101 0326 0329 0503 0531 0830 1227 1228"},
		{EnglandAndWales, 2028, "0103 0414 0417 0501 0529 0828 1225 1226"},
		{EnglandAndWales, 2029, "0101 0330 0402 0507 0528 0827 1225 1226"},
		{EnglandAndWales, 2030, "0101 0419 0422 0506 0527 0826 1225 1226"},
		{Scotland, 2022, "0103 0104 0415 0502 0602 0603 0801 0919 1130 1226 1227"},
		{Scotland, 2023, "0102 0103 0407 0501 0508 0529 0807 1130 1225 1226"},
		{Scotland, 2027, "0101 0104 0326 0503 0531 0802 1130 1227 1228"},
		{NorthernIreland, 2024, "0101 0318 0329 0401 0506 0527 0712 0826 1225 1226"},
		{NorthernIreland, 2026, "0101 0317 0403 0406 0504 0525 0713 0831 1225 1228"},
	} {
		if got := days(Holidays(c.nation, c.year)); got != c.want {
			t.Errorf("%s %d: %s, want %s", c.nation, c.year, got, c.want)
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		nation             Nation
		kind               RequestKind
		received, due, why string
	}{
		{EnglandAndWales, RequestFOI, "2026-11-23 09:00", "2026-12-22 23:59", "St Andrew’s Day counts in the whole kingdom"},
		{Scotland, RequestFOI, "2026-11-23 09:00", "2026-12-22 23:59", "and in Scotland"},
		{EnglandAndWales, RequestFOI, "2027-03-01 23:59", "2027-04-01 23:59", "St Patrick’s Day and Easter Monday"},
		{Scotland, RequestFOI, "2027-03-01 23:59", "2027-03-30 23:59", "where neither is a holiday"},
		{NorthernIreland, RequestEIR, "2027-12-23 12:00", "2028-01-26 23:59", "over Christmas, with 2 January in Scotland"},
		{EnglandAndWales, RequestFOI, "2026-11-28 12:00", "2026-12-30 23:59", "what comes on a Saturday counts from the next working day"},
		{EnglandAndWales, RequestAccess, "2026-09-03 10:00", "2026-10-05 23:59", "the third is a Saturday"},
		{EnglandAndWales, RequestAccess, "2027-01-31 10:00", "2027-03-01 23:59", "February has no 31st, and ends on a Sunday"},
		{EnglandAndWales, RequestAccess, "2026-03-31 10:00", "2026-04-30 23:59", "nor has April"},
		{EnglandAndWales, RequestDefamation, "2026-11-27 15:00", "2026-12-01 15:00", "over a weekend"},
		{EnglandAndWales, RequestDefamation, "2026-11-28 15:00", "2026-12-02 00:00", "begun on a Saturday"},
		{EnglandAndWales, RequestDefamation, "2026-12-24 15:00", "2026-12-30 15:00", "over Christmas and its substitute"},
		{EnglandAndWales, RequestDefamation, "2027-03-27 01:30", "2027-04-01 00:00", "over the Easter holidays, when the clocks change"},
		{EnglandAndWales, RequestComplaint, "2026-11-27 15:00", "2026-12-11 23:59", "ten working days"},
		{EnglandAndWales, RequestSafeguarding, "2026-11-28 15:00", "2026-11-29 15:00", "nobody in danger waits for Monday"},
	} {
		clock := Clock{Nation: c.nation, Zone: zone, Complaint: 10}
		if got := clock.Due(c.kind, at(c.received)); got.In(zone).Format("2006-01-02 15:04") != c.due {
			t.Errorf("%s in %s that came %s is due %s, want %s: %s", c.kind, c.nation, c.received, got.Format("2006-01-02 15:04"), c.due, c.why)
		}
	}
	clock := Clock{Nation: EnglandAndWales, Zone: zone, Complaint: 10}
	due := at("2026-12-22 23:59")
	for now, want := range map[string]int{"2026-12-22 08:00": 0, "2026-12-21 23:00": 1, "2026-12-18 12:00": 2, "2026-12-23 00:01": -1} {
		if got := clock.Left(RequestComplaint, at(now), due); got != want {
			t.Errorf("on %s there are %d days left, want %d", now, got, want)
		}
	}
}

func TestRequestIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]RequestKind{
		"Under the Freedom of Information Act, how much?":   RequestFOI,
		"This is an FOI request.":                           RequestFOI,
		"Hwn yw fy nghais Rhyddid Gwybodaeth":               RequestFOI,
		"I make a subject access request":                   RequestAccess,
		"Cais gwrthrych am wybodaeth yw hwn":                RequestAccess,
		"(Environmental Information Regulations) flood map": RequestEIR,
		"This is a formal complaint about the bins":         RequestComplaint,
		"Notice of complaint under section 5":               RequestDefamation,
		"I like the information about freedom":              "",
		"Lovely benches!":                                   "",
		"":                                                  "",
	} {
		if got, by := RequestIn(text); got != want || (by == "") != (want == "") {
			t.Errorf("%q is taken for %q by %q, want %q", text, got, by, want)
		}
	}
}

func TestElectionFlags(t *testing.T) {
	t.Parallel()
	e := Election{Watched: []string{"Jo Bloggs", "Mill Ward", "A36 by-pass"}}
	got := strings.Join(e.Flags("JO  BLOGGS opens a bench. The A36 by-pass: vote for it! Devoted readers."), ", ")
	if got != "Jo Bloggs, A36 by-pass, vote" {
		t.Errorf("flagged are %s", got)
	}
	if got := e.Flags("Benches in Millward"); got != nil {
		t.Errorf("flagged are %q", got)
	}
}
