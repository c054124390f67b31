package interop

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"inews/internal/pgtest"
)

// program is where TestMain has built the program: a test binary has exactly
// one, like its database server.
var program string

var update = flag.Bool("update", false, "rewrite the tables in testdata")

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "inews-interop")
	if err == nil {
		program = filepath.Join(folder, "inews")
		err = build(program)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	pgtest.Main(m, func() { _ = os.RemoveAll(folder) })
}

// build compiles the program as the Makefile does.
func build(target string) error {
	compile := exec.Command("go", "build", "-tags", "nomsgpack,nodynamic", "-o", target, "inews/cmd/inews")
	if out, err := compile.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
}
