package localpg

import "syscall"

// attributes let the server outlive a Ctrl-C, which a terminal sends to the
// whole process group, but not this process: when that dies, also by kill -9,
// the kernel asks the server for a fast shutdown.
func attributes(o owner) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: o.credential(), Setpgid: true, Pdeathsig: syscall.SIGINT}
}
