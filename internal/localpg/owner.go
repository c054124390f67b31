package localpg

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// owner is whom the server runs as, and to whom its files belong.
type owner struct {
	uid, gid uint32
}

// self is whoever runs this process.
func self() owner {
	return owner{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}
}

func (o owner) isSelf() bool { return o == self() }

// credential is what a process of the owner is started with; nil keeps ours.
func (o owner) credential() *syscall.Credential {
	if o.isSelf() {
		return nil
	}
	return &syscall.Credential{Uid: o.uid, Gid: o.gid}
}

// mayEnter tells whether the owner can pass through the folder.
func (o owner) mayEnter(info os.FileInfo) bool {
	mode := info.Mode().Perm()
	stat := info.Sys().(*syscall.Stat_t)
	switch {
	case o.uid == stat.Uid:
		return mode&0o100 != 0
	case o.gid == stat.Gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}

// ownerFor says who shall run the server whose data folder this is. PostgreSQL
// refuses root, and insists on a user that the system knows by name.
func ownerFor(data string) (owner, error) {
	me := self()
	made, exists := ownerOf(data)
	switch {
	case me.uid != 0 && exists && made.uid != me.uid:
		return me, fmt.Errorf("the database in %s belongs to user %s: run this as that user, or as root", data, made.name())
	case me.uid != 0:
		return me, nil
	case exists && made.uid != 0:
		return made, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if known, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(known.Uid, 10, 32) // numeric on every Unix
			gid, _ := strconv.ParseUint(known.Gid, 10, 32)
			return owner{uid: uint32(uid), gid: uint32(gid)}, nil
		}
	}
	return me, fmt.Errorf("PostgreSQL does not run as root, and this system has neither a user postgres nor nobody: run this as an ordinary user")
}

func ownerOf(path string) (owner, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return owner{}, false
	}
	stat := info.Sys().(*syscall.Stat_t)
	return owner{uid: stat.Uid, gid: stat.Gid}, true
}

func (o owner) name() string {
	id := strconv.FormatUint(uint64(o.uid), 10)
	if known, err := user.LookupId(id); err == nil {
		return known.Username
	}
	return id
}
