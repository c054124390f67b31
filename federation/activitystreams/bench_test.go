package activitystreams_test

import (
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

func BenchmarkReadActivity(b *testing.B) {
	o := article()
	raw, err := activitystreams.WriteActivity(federation.Activity{
		ID: host + "/ap/activities/1", Type: federation.CreateType, Actors: []federation.ID{blog}, Object: &o,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := activitystreams.ReadActivity(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteObject(b *testing.B) {
	o := article()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := activitystreams.WriteObject(o); err != nil {
			b.Fatal(err)
		}
	}
}
