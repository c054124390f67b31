package postgres_test

import (
	"testing"

	"inews/internal/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestSchemaIsWhatThisProgramNeeds(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if err := db.CheckSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
}
