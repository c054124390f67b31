// Package config is everything that an operator may set, as one struct whose
// tags are at once the reader's table, the defaults and the reference that is
// printed.
//
// It is read once, at start, and passed by value: nothing looks at the
// environment later. Every bad value is refused at once and together, since an
// operator who mends one at a time starts the server as often as there are
// mistakes.
package config

import (
	"fmt"
	"log/slog"
	"maps"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// prefix begins the name of every variable.
const prefix = "INEWS_"

// Config is what an operator sets. A field's tags are its variable without the
// prefix, its default, whether it is a secret, and its line in the reference.
type Config struct {
	BaseURL       URL    `env:"BASE_URL" default:"http://localhost:8080" help:"public address: the scheme and host of every id; never change it once you have published"`
	Listen        Listen `env:"LISTEN" default:":8080" help:"where the site listens, host:port"`
	PrivateListen Listen `env:"PRIVATE_LISTEN" default:"127.0.0.1:9090" help:"where /metrics, /status, /livez and /readyz listen; keep it off the internet"`

	Name         string    `env:"NAME" default:"iNews" help:"the site's name"`
	Summary      string    `env:"SUMMARY" help:"one or two sentences about the site, shown to readers and to followers"`
	Organisation string    `env:"ORGANISATION" help:"who publishes, such as the council's name"`
	Language     Language  `env:"LANGUAGE" default:"en-GB" help:"language of what is published, as a BCP 47 tag"`
	Languages    Languages `env:"LANGUAGES" help:"all languages that readers have pages in, with commas between, such as en-GB,cy: each but LANGUAGE has its own addresses, Welsh below /cy; empty: LANGUAGE alone"`

	Names         Renderings `env:"NAMES" help:"what NAME is in other languages, such as \"cy=Newyddion\", with a semicolon between two"`
	Summaries     Renderings `env:"SUMMARIES" help:"likewise SUMMARY"`
	Organisations Renderings `env:"ORGANISATIONS" help:"likewise ORGANISATION, such as \"cy=Cyngor Sir\""`

	Handle       Handle `env:"HANDLE" default:"inews" help:"the name to follow, as in @inews@council.example"`
	HandleDomain Domain `env:"HANDLE_DOMAIN" help:"the domain of the handle, when it is not the host of the base URL; that domain must redirect /.well-known/webfinger here"`

	Data        string `env:"DATA" default:"./data" help:"folder for pictures and the private database"`
	DatabaseURL DSN    `env:"DATABASE_URL" secret:"true" help:"PostgreSQL 15 or newer, postgres://…; empty runs a private server in the data folder"`
	MediaURL    URL    `env:"MEDIA_URL" secret:"true" help:"S3-compatible store for pictures, https://key:secret@host/bucket; must be empty so far: they are kept in the data folder"`
	SMTPURL     URL    `env:"SMTP_URL" secret:"true" help:"mail server, smtp://name:password@host:587 (which must offer STARTTLS, unless it is this machine) or smtps://…:465; empty: nothing is sent by mail, and staff copy links"`
	MailFrom    Sender `env:"MAIL_FROM" help:"who messages are from, such as \"iNews <news@council.example>\"; needed with a mail server"`

	MailBounce Mailbox `env:"MAIL_BOUNCE" help:"mailbox that messages to readers come back to, such as bounces@council.example; each gets its own address there, bounces+…@council.example, and what comes must be piped into \"inews mail bounce\"; empty: to the address in MAIL_FROM"`
	MailDKIM   string  `env:"MAIL_DKIM_SELECTOR" help:"selector of the key with which the mail server signs our messages (DKIM), so that \"inews check\" can look at it in DNS; the server signs, this program does not"`
	MailDigest Weekly  `env:"MAIL_DIGEST" default:"friday 09" help:"when the weekly message to subscribers goes out: a day and an hour, in the site's time zone"`
	Contact    Mailbox `env:"CONTACT" help:"mailbox of the organisation to which every message, idea and opinion of a reader goes as well, beside the desk; empty: the desk alone, and staff are told there and by e-mail as each chose"`

	TLSCert        string   `env:"TLS_CERT" help:"file with the certificate chain, when no proxy speaks TLS for us"`
	TLSKey         string   `env:"TLS_KEY" help:"file with the certificate's private key"`
	TLSACME        string   `env:"TLS_ACME" help:"e-mail address for Let's Encrypt: the server fetches its own certificate"`
	TrustedProxies Prefixes `env:"TRUSTED_PROXIES" help:"addresses of proxies whose X-Forwarded-For is believed, as ranges with commas between; behind a proxy that is not named here all visitors count as one"`

	FederationAllow Prefixes `env:"FEDERATION_ALLOW" help:"ranges beside the public internet that federation may reach, such as 127.0.0.0/8 in a test network"`
	FederationOnly  Domains  `env:"FEDERATION_ONLY" help:"the only servers that may interact, and those below their names, with commas between; empty: all that staff have not blocked"`
	AuthorisedFetch bool     `env:"AUTHORISED_FETCH" default:"false" help:"give ActivityPub documents only to servers that sign their requests and that staff have not blocked; pages stay public; many small servers do not sign"`
	FederationHTTP  bool     `env:"FEDERATION_HTTP" default:"false" help:"accept ids that are http and not https; for development and tests"`
	InboxPerAddress Count    `env:"INBOX_PER_ADDRESS" default:"600" help:"requests to the inbox that one address may send a minute, and as many at once; as many signed requests for documents; 0 for any number"`
	InboxPerHost    Count    `env:"INBOX_PER_HOST" default:"300" help:"the same for a server, once its signature has proven it"`
	InboxPerActor   Count    `env:"INBOX_PER_ACTOR" default:"60" help:"the same for one person on it"`
	InboxQueue      Count    `env:"INBOX_QUEUE" default:"20000" help:"activities that may wait behind the inbox, before other servers are asked to come back later; 0 for any number"`
	InboxHostQueue  Count    `env:"INBOX_HOST_QUEUE" default:"1000" help:"the same for those of one server"`
	CAFile          string   `env:"CA_FILE" help:"file with further root certificates for outgoing requests"`

	CountReading     bool      `env:"COUNT_READING" default:"true" help:"count how often each page is read a day, and from what sort of place: no cookie, no address and nothing else about a reader is kept"`
	SecondFactor     Policy    `env:"SECOND_FACTOR" default:"none" help:"who of the staff must have an authenticator app or a passkey beside a password: none, owners or everyone"`
	OIDCIssuer       URL       `env:"OIDC_ISSUER" help:"the organisation's sign-in service for staff (OpenID Connect), as it names itself, such as https://login.microsoftonline.com/TENANT-ID/v2.0; it must send browsers back to BASE_URL/desk/sign-in/organisation/back"`
	OIDCClientID     string    `env:"OIDC_CLIENT_ID" help:"under which that service knows this site"`
	OIDCClientSecret Secret    `env:"OIDC_CLIENT_SECRET" secret:"true" help:"with which this site proves itself to that service"`
	OIDCName         string    `env:"OIDC_NAME" default:"Single sign-on" help:"what staff call that service: the button says \"Sign in with …\""`
	OIDCGroupsClaim  string    `env:"OIDC_GROUPS_CLAIM" default:"groups" help:"the claim that names somebody's groups; app roles of Entra ID (\"roles\") are read as well"`
	OIDCRoles        RoleTable `env:"OIDC_ROLES" help:"which group has which role here, such as web-team=editor,6f9b2c1a-…=owner; whoever is in none is not let in; empty: owners add staff here, and the service says only who somebody is"`
	OIDCTrustEmail   bool      `env:"OIDC_TRUST_EMAIL" default:"false" help:"take e-mail addresses for checked though the service does not say so: Entra ID never does; only for a service whose people cannot set their own"`
	OIDCOnly         bool      `env:"OIDC_ONLY" default:"false" help:"staff sign in through that service alone; one-time links from owners and \"inews staff reset\" still work"`

	Log Log `env:"LOG" default:"info,text" help:"debug, info, warn or error; text or json; or both with a comma between"`
}

// Host is the host of the public address, with its port where it has one.
func (c Config) Host() string { return c.BaseURL.Host }

// Origin is the public address without a path: the beginning of every id.
func (c Config) Origin() string { return c.BaseURL.Scheme + "://" + c.BaseURL.Host }

// Domain is what stands behind the second @ of the handle.
func (c Config) Domain() string {
	if c.HandleDomain != "" {
		return string(c.HandleDomain)
	}
	return c.Host()
}

// Address is the handle to follow, such as "@inews@council.example".
func (c Config) Address() string { return "@" + string(c.Handle) + "@" + c.Domain() }

// Unused refuses what may be set and has no effect yet: an operator who set it
// would look in vain for what it does.
func (c Config) Unused() error {
	var mistakes Errors
	for _, pointer := range []*URL{&c.MediaURL} {
		if f := c.field(pointer); !pointer.IsZero() {
			mistakes = append(mistakes, f.mistake(f.text(), "it empty: this version does not use it yet"))
		}
	}
	if len(mistakes) == 0 {
		return nil
	}
	return mistakes
}

// Handle is the name part of an address in the fediverse.
type Handle string

// Domain is a host name, with a port in tests.
type Domain string

// Language is a BCP 47 tag.
type Language string

// Languages are BCP 47 tags of languages that the program speaks.
type Languages []string

// Renderings are what a text is in other languages, by the first part of their tags.
type Renderings map[string]string

// Listen is a host and port to listen at; the host may be left out.
type Listen string

// DSN is an address of a database that prints without its password.
type DSN string

// Sender is a name and an e-mail address, as they stand in a message.
type Sender struct{ Name, Address string }

// Mailbox is an e-mail address alone.
type Mailbox string

// Weekly is an hour of each week.
type Weekly struct {
	Day  time.Weekday
	Hour int
}

// URL is an absolute address that prints without its password.
type URL struct{ url.URL }

// Domains are host names.
type Domains []string

// Prefixes are ranges of addresses.
type Prefixes []netip.Prefix

// Count is a number of things; 0 is any number.
type Count int

// Policy says of whom something is asked: "none", "owners" or "everyone".
type Policy string

// Secret is a text that prints as nothing.
type Secret string

// RoleTable says which role a group has.
type RoleTable map[string]string

// Log says how much is logged, and in which form.
type Log struct {
	Level slog.Level
	JSON  bool
}

// String is the address with its password hidden.
func (d DSN) String() string { return hidden(string(d)) }

// MarshalText is String, so that no log in JSON holds the password either.
func (d DSN) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String is the address with its password hidden.
func (u URL) String() string { return hidden(u.URL.String()) }

// MarshalText is String, so that no log in JSON holds the password either.
func (u URL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// IsZero tells whether no address is set.
func (u URL) IsZero() bool { return u.Host == "" }

// String is the name and the address, as UnmarshalText reads them.
func (s Sender) String() string {
	if s.Address == "" {
		return ""
	}
	return (&mail.Address{Name: s.Name, Address: s.Address}).String()
}

// MarshalText is String.
func (s Sender) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String is the day and the hour, as UnmarshalText reads them.
func (w Weekly) String() string {
	return fmt.Sprintf("%s %02d", strings.ToLower(w.Day.String()), w.Hour)
}

// MarshalText is String.
func (w Weekly) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// String tells whether there is a secret, and nothing of it.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "…"
}

// MarshalText is String, so that no log in JSON holds the secret either.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String is the table as Load reads it.
func (t RoleTable) String() string {
	var words []string
	for _, group := range slices.Sorted(maps.Keys(t)) {
		words = append(words, group+"="+t[group])
	}
	return strings.Join(words, ",")
}

// String is the ranges with commas between.
func (p Prefixes) String() string {
	var words []string
	for _, prefix := range p {
		words = append(words, prefix.String())
	}
	return strings.Join(words, ",")
}

// String is the tags with commas between.
func (l Languages) String() string { return strings.Join(l, ",") }

// String is the texts as they are set.
func (r Renderings) String() string {
	var parts []string
	for _, language := range slices.Sorted(maps.Keys(r)) {
		parts = append(parts, language+"="+r[language])
	}
	return strings.Join(parts, "; ")
}

// String is the names with commas between.
func (d Domains) String() string { return strings.Join(d, ",") }

// String is the level and the form, as Load reads them.
func (l Log) String() string {
	form := "text"
	if l.JSON {
		form = "json"
	}
	return strings.ToLower(l.Level.String()) + "," + form
}

// Errors are all mistakes of a configuration.
type Errors []error

// Error is one mistake a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap answers each mistake, for errors.As.
func (e Errors) Unwrap() []error { return e }

// ValueError is one variable with a value that cannot be used.
type ValueError struct {
	Variable string
	Value    string // hidden for a secret
	Want     string // what is expected
}

// Error names the variable, its value and what is expected.
func (e *ValueError) Error() string {
	return fmt.Sprintf("%s is %q: want %s", e.Variable, e.Value, e.Want)
}
