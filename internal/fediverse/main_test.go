package fediverse_test

import (
	"testing"

	"inews/internal/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
