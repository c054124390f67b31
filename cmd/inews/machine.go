package main

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"inews/web/desk"
)

// machine is what the start page of the desk says of where the program runs.
// What cannot be told is left out: behind a proxy the certificate is its own.
func (a *app) machine() desk.Machine {
	var m desk.Machine
	file := a.config.TLSCert
	if file == "" && a.config.TLSACME != "" {
		file = filepath.Join(a.config.Data, "certificates", a.config.BaseURL.Hostname())
	}
	if ends, ok := certificateEnds(file); ok {
		m.Certificate, m.CertificateDays = true, int(time.Until(ends).Hours()/24)
		if time.Until(ends) < 0 {
			m.CertificateDays = -1
		}
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(a.config.Data, &disk); err == nil && disk.Blocks > 0 {
		m.Disk, m.DiskFree = true, int(100*disk.Bavail/disk.Blocks)
	}
	return m
}

// certificateEnds reads until when the first certificate of a file is good.
func certificateEnds(file string) (time.Time, bool) {
	if file == "" {
		return time.Time{}, false
	}
	rest, err := os.ReadFile(file)
	for block := (*pem.Block)(nil); err == nil; {
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" { // the key stands before it, as ACME writes it
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			break
		}
		return certificate.NotAfter, true
	}
	return time.Time{}, false
}
