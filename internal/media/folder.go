package media

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"inews/internal/blog"
)

// Folder keeps pictures on a local disk, in 256 folders below Root named after
// the first two digits of the hash.
type Folder struct {
	Root string // made when the first picture is written
}

// Save writes all files of a picture, the main one last: where it is, the
// variants are too.
func (f Folder) Save(p Picture) error {
	for _, v := range p.Variants {
		if err := f.Write(p.VariantName(v.Width), v.Bytes); err != nil {
			return err
		}
	}
	return f.Write(p.Name(), p.Main)
}

// Write stores a file so that it is there whole or not at all, also after a
// power cut. A file that is there already is left alone: its name says that it
// is the same. A name that is not ours, or a main file whose content does not
// have the hash in its name, is refused with an error of kind Invalid.
func (f Folder) Write(name string, data []byte) error {
	m := nameShape.FindStringSubmatch(name)
	if m == nil {
		return blog.Errorf(blog.Invalid, "%q is not the name of a picture.", name)
	}
	if m[2] == "" && m[3] != "webp" && hashOf(data) != m[1] {
		return blog.Errorf(blog.Invalid, "The picture %s does not have the content that its name says.", name)
	}
	if err := f.write(name, data); err != nil {
		return fmt.Errorf("write picture %s: %w", name, err)
	}
	return nil
}

func (f Folder) write(name string, data []byte) error {
	if err := os.MkdirAll(f.Root, 0o750); err != nil {
		return err
	}
	root, err := os.OpenRoot(f.Root)
	if err != nil {
		return err
	}
	defer root.Close()
	if _, err := root.Lstat(place(name)); err == nil {
		return nil
	}
	if err := root.MkdirAll(path.Dir(place(name)), 0o750); err != nil {
		return err
	}
	temporary := place(name) + "." + rand.Text()
	if err := writeSynced(root, temporary, data); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	if err := root.Rename(temporary, place(name)); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return syncFolder(root, path.Dir(place(name)))
}

func writeSynced(root *os.Root, name string, data []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	if _, err = file.Write(data); err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncFolder makes a new name last.
func syncFolder(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open opens a file for reading. A name that is not ours, or of no file, is an
// error of kind NotFound.
func (f Folder) Open(name string) (fs.File, error) {
	if !nameShape.MatchString(name) {
		return nil, notThere(fs.ErrNotExist)
	}
	root, err := os.OpenRoot(f.Root)
	if err != nil {
		return nil, openError(name, err)
	}
	defer root.Close()
	if info, err := root.Lstat(place(name)); err != nil || !info.Mode().IsRegular() {
		return nil, openError(name, errors.Join(err, notRegular(info)))
	}
	file, err := root.Open(place(name))
	if err != nil {
		return nil, openError(name, err)
	}
	return file, nil
}

// Remove deletes a file and its WebP copy. One that is not there is no error.
func (f Folder) Remove(name string) error {
	if !nameShape.MatchString(name) {
		return blog.Errorf(blog.Invalid, "%q is not the name of a picture.", name)
	}
	root, err := os.OpenRoot(f.Root)
	if err == nil {
		defer root.Close()
		if err = root.Remove(place(lighterName(name))); err == nil || errors.Is(err, fs.ErrNotExist) {
			err = root.Remove(place(name))
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove picture %s: %w", name, err)
	}
	return nil
}

// place is where a file is below the root.
func place(name string) string { return path.Join(name[:2], name) }

// notRegular treats links, pipes and folders like files that are not there:
// we never make them.
func notRegular(info fs.FileInfo) error {
	if info != nil && !info.Mode().IsRegular() {
		return fs.ErrNotExist
	}
	return nil
}

func openError(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return notThere(err)
	}
	return fmt.Errorf("open picture %s: %w", name, err)
}

func notThere(err error) error {
	return &blog.Error{Kind: blog.NotFound, Msg: "There is no such picture.", Err: err}
}
