package interop

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// nodejsWanted is the oldest major version that Fedify can be made to run on.
const nodejsWanted = 20

// nodejs is the program that runs Fedify: the machine's own node, or where that
// is older, as on Debian 12, one that npm brings into its folder in the user's
// cache. What npm itself runs on does not matter.
func nodejs() (string, error) {
	version, err := exec.Command("node", "-p", "process.versions.node").Output()
	major, _, _ := strings.Cut(string(version), ".")
	if number, _ := strconv.Atoi(major); err == nil && number >= nodejsWanted {
		return "node", nil
	}
	machine := runtime.GOARCH
	if machine == "amd64" {
		machine = "x64"
	}
	// Not the link in .bin: older npm takes it away with the package for the
	// other kind of machine, which it does not install.
	program := filepath.Join("node-linux-"+machine, "bin", "node")
	packages, err := npmPackages("nodejs", program)
	if err != nil {
		return "", fmt.Errorf("the Fedify peer needs Node.js %d or newer, and node here is %q: %w", nodejsWanted, strings.TrimSpace(string(version)), err)
	}
	return filepath.Join(packages, program), nil
}
