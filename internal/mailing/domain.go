package mailing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"inews/internal/blog"
)

// Domain is what DNS says of who may send mail in the name of our sender. Large mail
// providers take no bulk mail from a domain that says nothing (their rules of 2024):
// they want SPF, DKIM and DMARC, and one of the first two for the sender's own
// domain, which is called aligned. The mail server does the signing; what it needs in
// DNS is told here in lines to paste.
type Domain struct {
	From     string // the sender's address
	Bounce   string // the return path's; the sender's when empty
	Selector string // of the DKIM key; not looked at when empty
	// LookupTXT asks DNS; the system's resolver when nil.
	LookupTXT func(ctx context.Context, name string) ([]string, error)
}

// dnsTimeout bounds all that is asked.
const dnsTimeout = 5 * time.Second

// Examine tells of SPF, DKIM and DMARC.
func (d Domain) Examine(ctx context.Context) []blog.Finding {
	ctx, cancel := context.WithTimeout(ctx, dnsTimeout)
	defer cancel()
	if d.LookupTXT == nil {
		d.LookupTXT = net.DefaultResolver.LookupTXT
	}
	return []blog.Finding{d.spf(ctx), d.dkim(ctx), d.dmarc(ctx)}
}

func hostOf(address string) string {
	_, host, _ := strings.Cut(address, "@")
	return strings.ToLower(host)
}

// returnHost is the domain that SPF is asked about: the return path's (RFC 7208 §2.4).
func (d Domain) returnHost() string {
	if d.Bounce != "" {
		return hostOf(d.Bounce)
	}
	return hostOf(d.From)
}

// records are the TXT records of a name that begin with a version. unknown says why
// they cannot be known now.
func (d Domain) records(ctx context.Context, name, version string) (found []string, unknown error) {
	all, err := d.LookupTXT(ctx, name)
	var said *net.DNSError
	if err != nil && (!errors.As(err, &said) || !said.IsNotFound) {
		return nil, err
	}
	for _, record := range all {
		head, _, _ := strings.Cut(record, ";")
		head, _, _ = strings.Cut(strings.TrimSpace(head), " ")
		if strings.EqualFold(head, version) {
			found = append(found, record)
		}
	}
	return found, nil
}

func unclear(about string, err error) blog.Finding {
	return blog.Finding{
		About: about, Weight: blog.Worry, Says: "DNS cannot be asked: " + clean(err) + ".",
		Do: "See that this machine can resolve names, and look again.",
	}
}

func (d Domain) spf(ctx context.Context) blog.Finding {
	host := d.returnHost()
	f := blog.Finding{About: "mail SPF", Weight: blog.Worry}
	found, err := d.records(ctx, host, "v=spf1")
	switch {
	case err != nil:
		return unclear(f.About, err)
	case len(found) == 0:
		f.Says = "DNS does not say which servers may send for " + host + " (SPF)."
		f.Do = fmt.Sprintf("Add the line your mail provider gives, such as: %s. IN TXT \"v=spf1 mx include:PROVIDER -all\"", host)
	case len(found) > 1:
		f.Weight = blog.Trouble
		f.Says = fmt.Sprintf("%s has %d SPF records; with more than one none counts.", host, len(found))
		f.Do = "Join them into one line that begins with v=spf1."
	case strings.HasSuffix(found[0], "+all"):
		f.Says = "SPF of " + host + " lets every server send in its name (+all)."
		f.Do = "End the line with -all or ~all."
	default:
		f.Weight, f.Says = blog.Fine, "DNS says which servers may send for "+host+" (SPF)."
		if from := hostOf(d.From); !aligned(host, from) {
			f.Weight = blog.Worry
			f.Says += " Messages are from " + from + ": another domain, so that SPF does not speak for them."
			f.Do = "Choose INEWS_MAIL_BOUNCE in the domain of INEWS_MAIL_FROM, or rely on DKIM."
		}
	}
	return f
}

// aligned tells whether one domain speaks for the other: it is the same, or one is
// below the other (relaxed alignment, RFC 7489 §3.1, for all but siblings).
func aligned(a, b string) bool {
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

func (d Domain) dkim(ctx context.Context) blog.Finding {
	host := hostOf(d.From)
	f := blog.Finding{About: "mail DKIM", Weight: blog.Fine}
	if d.Selector == "" {
		f.Says = "Your mail server signs messages (DKIM), or does not: set INEWS_MAIL_DKIM_SELECTOR to the name of its key to have that looked at."
		return f
	}
	name := d.Selector + "._domainkey." + host
	all, err := d.LookupTXT(ctx, name)
	var said *net.DNSError
	if err != nil && (!errors.As(err, &said) || !said.IsNotFound) {
		return unclear(f.About, err)
	}
	f.Says = "DNS has the key with which messages from " + host + " are signed (DKIM, " + d.Selector + ")."
	for _, record := range all {
		for tag := range strings.SplitSeq(record, ";") {
			if key, is := strings.CutPrefix(strings.ReplaceAll(tag, " ", ""), "p="); is && key != "" {
				return f
			}
		}
	}
	f.Weight, f.Says = blog.Worry, "DNS has no key at "+name+" (DKIM): signatures made with it are worth nothing."
	f.Do = fmt.Sprintf("Have the mail server make a key, and add: %s. IN TXT \"v=DKIM1; k=rsa; p=PUBLIC-KEY\"", name)
	return f
}

func (d Domain) dmarc(ctx context.Context) blog.Finding {
	host := hostOf(d.From)
	f := blog.Finding{About: "mail DMARC", Weight: blog.Worry}
	for at := host; strings.Contains(at, "."); _, at, _ = strings.Cut(at, ".") { // what counts may stand at a domain above
		found, err := d.records(ctx, "_dmarc."+at, "v=DMARC1")
		if err != nil {
			return unclear(f.About, err)
		}
		if len(found) == 0 {
			continue
		}
		if policy := policyIn(found[0], at != host); policy == "none" || policy == "" {
			f.Weight = blog.Fine
			f.Says = "DNS asks others to let through what only pretends to be from " + host + " (DMARC p=none): a beginning."
			f.Do = "When reports show that all your mail is signed, change p=none to p=quarantine."
		} else {
			f.Weight, f.Says = blog.Fine, "DNS asks others not to take what only pretends to be from "+host+" (DMARC p="+policy+")."
		}
		return f
	}
	f.Says = "DNS does not say what to do with mail that only pretends to be from " + host + " (DMARC): large providers take no newsletters without."
	f.Do = fmt.Sprintf("Add: _dmarc.%s. IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@%s\"", host, host)
	return f
}

// policyIn is what a DMARC record asks for; below says that it stands at a domain
// above the sender's.
func policyIn(record string, below bool) string {
	policy := ""
	for tag := range strings.SplitSeq(record, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(tag), "=")
		switch name, value = strings.TrimSpace(name), strings.ToLower(strings.TrimSpace(value)); {
		case name == "p" && policy == "", name == "sp" && below:
			policy = value
		}
	}
	if policy != "none" && policy != "quarantine" && policy != "reject" {
		return ""
	}
	return policy
}
