//go:build unix && !linux

package localpg

import "syscall"

// attributes let the server outlive a Ctrl-C, which a terminal sends to the
// whole process group. Only Linux can end it with this process too: elsewhere,
// after a kill -9, the next start shares the server that still runs.
func attributes(o owner) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: o.credential(), Setpgid: true}
}
