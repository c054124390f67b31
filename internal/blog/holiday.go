package blog

import (
	"slices"
	"time"
)

// Nation is the part of the United Kingdom whose holidays and regulators count.
type Nation string

// The nations, as the bank holidays tell them apart.
const (
	EnglandAndWales Nation = "england-and-wales"
	Scotland        Nation = "scotland"
	NorthernIreland Nation = "northern-ireland"
)

// Nations are all of them.
var Nations = []Nation{EnglandAndWales, Scotland, NorthernIreland}

// Valid tells whether the nation exists.
func (n Nation) Valid() bool { return slices.Contains(Nations, n) }

// Words is the nation's name.
func (n Nation) Words() string {
	return map[Nation]string{EnglandAndWales: "England and Wales", Scotland: "Scotland", NorthernIreland: "Northern Ireland"}[n]
}

// Day is a date without a time of day: midnight in UTC.
type Day = time.Time

// Date makes a Day.
func Date(year int, month time.Month, day int) Day {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// onceOnly are holidays that were proclaimed for one year, and those that they
// replaced. A new one is added here once it is proclaimed.
var onceOnly = []struct {
	day     Day
	instead Day // the usual holiday that is not one that year; zero when it comes on top
}{
	{Date(2020, 5, 8), Date(2020, 5, 4)},  // 75 years after the war
	{Date(2022, 6, 2), Date(2022, 5, 30)}, // the spring holiday, for the jubilee
	{Date(2022, 6, 3), Day{}},
	{Date(2022, 9, 19), Day{}}, // the Queen's funeral
	{Date(2023, 5, 8), Day{}},  // the coronation
}

// Holidays are the bank and public holidays of a nation in a year, in order:
// the Banking and Financial Dealings Act 1971, schedule 1, Christmas Day and
// Good Friday, with the days that stand in for those on a weekend.
func Holidays(n Nation, year int) []Day {
	easter := Easter(year)
	days := []Day{
		Date(year, 1, 1), easter.AddDate(0, 0, -2), monday(year, time.May), lastMonday(year, time.May),
		Date(year, 12, 25), Date(year, 12, 26),
	}
	switch n {
	case Scotland:
		days = append(days, Date(year, 1, 2), monday(year, time.August), Date(year, 11, 30))
	case NorthernIreland:
		days = append(days, easter.AddDate(0, 0, 1), lastMonday(year, time.August), Date(year, 3, 17), Date(year, 7, 12))
	default:
		days = append(days, easter.AddDate(0, 0, 1), lastMonday(year, time.August))
	}
	for _, once := range onceOnly {
		if once.day.Year() != year {
			continue
		}
		days = append(slices.DeleteFunc(days, once.instead.Equal), once.day)
	}
	return standIn(days)
}

// standIn moves the holidays that fall on a weekend to the next day that is none
// and no holiday either.
func standIn(days []Day) []Day {
	slices.SortFunc(days, Day.Compare)
	var kept, moving []Day
	for _, day := range days {
		if isWeekend(day) {
			moving = append(moving, day)
		} else {
			kept = append(kept, day)
		}
	}
	for _, day := range moving {
		for isWeekend(day) || slices.ContainsFunc(kept, day.Equal) {
			day = day.AddDate(0, 0, 1)
		}
		kept = append(kept, day)
	}
	slices.SortFunc(kept, Day.Compare)
	return kept
}

func isWeekend(day Day) bool { return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday }

// monday is the first Monday of a month.
func monday(year int, month time.Month) Day {
	first := Date(year, month, 1)
	return first.AddDate(0, 0, (8-int(first.Weekday()))%7)
}

func lastMonday(year int, month time.Month) Day {
	last := Date(year, month+1, 0)
	return last.AddDate(0, 0, -(int(last.Weekday())+6)%7)
}

// Easter is Easter Sunday of a year in the Gregorian calendar, by the anonymous
// rule that Butcher's Ecclesiastical Calendar of 1876 gives.
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	j, k := c/4, c%4
	m := (a + 11*h) / 319
	r := (2*e + 2*j - k - h + m + 32) % 7
	month := (h - m + r + 90) / 25
	return Date(year, time.Month(month), (h-m+r+month+19)%32)
}
