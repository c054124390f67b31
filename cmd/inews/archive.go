package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A backup is a tar file, so that it can be looked into with what every machine
// has: the database, the pictures, and at its end the manifest. A file that was
// cut short has none.
const (
	archiveFormat = 1
	databaseName  = "database.sql.gz"
	mediaName     = "media/"
	manifestName  = "manifest.json"
	maxManifest   = 256 << 20 // bytes: some million pictures
)

// manifest says what is in a backup.
type manifest struct {
	Format  int       `json:"format"`
	Version string    `json:"version"` // of the program that wrote it
	Schema  int       `json:"schema"`  // number of the newest migration
	Made    time.Time `json:"made"`    // before the first byte was read
	BaseURL string    `json:"base_url"`
	Parts   []part    `json:"parts"`
}

// part is one file in a backup.
type part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hexadecimal

	offset int64 // in the backup, where it was read from
}

// archive is a backup that is being written.
type archive struct {
	tar      *tar.Writer
	manifest manifest
}

// add copies a file of a known size into the archive.
func (a *archive) add(name string, size int64, from io.Reader) error {
	header := &tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: a.manifest.Made, Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(header); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	sum := sha256.New()
	// A file that grows meanwhile is cut; one that shrinks is an error.
	if _, err := io.CopyN(io.MultiWriter(a.tar, sum), from, size); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	a.manifest.Parts = append(a.manifest.Parts, part{Name: name, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}

// close writes the manifest and what ends a tar file.
func (a *archive) close() error {
	written, err := json.MarshalIndent(a.manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	header := &tar.Header{Name: manifestName, Size: int64(len(written)), Mode: 0o600, ModTime: a.manifest.Made, Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(header); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if _, err := a.tar.Write(written); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return a.tar.Close()
}

// errBroken says that a file is no whole backup.
var errBroken = errors.New("the file is not a whole backup")

// readArchive reads a backup from end to end and proves each part of it by its
// checksum. It writes nothing.
func readArchive(file *os.File, tell *progress) (manifest, error) {
	var m manifest
	info, err := file.Stat()
	if err != nil {
		return m, err
	}
	found := map[string]part{}
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if err != nil {
			return m, fmt.Errorf("%w: its end is missing: %w", errBroken, err)
		}
		if header.Name == manifestName {
			if m, err = readManifest(reader); err != nil {
				return m, err
			}
			break
		}
		p, err := readPart(file, reader, header)
		if err != nil {
			return m, err
		}
		if _, twice := found[p.Name]; twice {
			return m, fmt.Errorf("%w: it holds %s twice", errBroken, p.Name)
		}
		found[p.Name] = p
		tell.step("Checking the backup", p.offset+p.Size, info.Size())
	}
	return m, m.prove(found)
}

func readPart(file *os.File, reader io.Reader, header *tar.Header) (part, error) {
	p := part{Name: header.Name, Size: header.Size}
	inMedia := strings.HasPrefix(p.Name, mediaName) && filepath.IsLocal(filepath.FromSlash(p.Name)) && !strings.Contains(p.Name, "//")
	if header.Typeflag != tar.TypeReg || p.Name != databaseName && !inMedia {
		return p, fmt.Errorf("%w: %q does not belong into one", errBroken, p.Name)
	}
	var err error
	// The reader of tar reads no further than it was asked to.
	if p.offset, err = file.Seek(0, io.SeekCurrent); err != nil {
		return p, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, reader); err != nil {
		return p, fmt.Errorf("%w: %s: %w", errBroken, p.Name, err)
	}
	p.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return p, nil
}

func readManifest(from io.Reader) (manifest, error) {
	var m manifest
	if err := json.NewDecoder(io.LimitReader(from, maxManifest)).Decode(&m); err != nil {
		return m, fmt.Errorf("%w: its manifest: %w", errBroken, err)
	}
	if m.Format != archiveFormat {
		return m, fmt.Errorf("the backup has format %d and this program knows %d: use the inews that wrote it, version %s", m.Format, archiveFormat, m.Version)
	}
	return m, nil
}

// prove compares what is listed with what was found, and notes where it is.
func (m *manifest) prove(found map[string]part) error {
	for i, want := range m.Parts {
		got, ok := found[want.Name]
		switch {
		case !ok:
			return fmt.Errorf("%w: %s is missing", errBroken, want.Name)
		case got.Size != want.Size || got.SHA256 != want.SHA256:
			return fmt.Errorf("%w: %s is damaged: SHA-256 %s, want %s", errBroken, want.Name, got.SHA256, want.SHA256)
		}
		m.Parts[i].offset = got.offset
		delete(found, want.Name)
	}
	for name := range found {
		return fmt.Errorf("%w: its manifest does not list %s", errBroken, name)
	}
	if len(m.Parts) == 0 || m.Parts[0].Name != databaseName {
		return fmt.Errorf("%w: it holds no database", errBroken)
	}
	return nil
}

// media are the parts that are pictures.
func (m manifest) media() []part { return m.Parts[1:] }

// open reads one part of the backup.
func (p part) open(file *os.File) io.Reader { return io.NewSectionReader(file, p.offset, p.Size) }
