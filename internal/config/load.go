package config

import (
	"encoding"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// Load reads the configuration through lookup, which is os.LookupEnv. A
// variable that is empty counts as unset. The error is Errors.
func Load(lookup func(string) (string, bool)) (Config, error) {
	var c Config
	var mistakes Errors
	for _, f := range c.fields() {
		text, _ := lookup(f.variable)
		if text == "" {
			text = f.standard
		}
		if text == "" {
			continue
		}
		if err := f.set(text); err != nil {
			mistakes = append(mistakes, f.mistake(text, err.Error()))
		}
	}
	if mistakes == nil {
		mistakes = c.check()
	}
	if mistakes != nil {
		return Config{}, mistakes
	}
	return c, nil
}

// check looks at values that are sound by themselves and wrong together.
func (c *Config) check() Errors {
	var mistakes Errors
	refuse := func(pointer any, want string) {
		f := c.field(pointer)
		mistakes = append(mistakes, f.mistake(f.text(), want))
	}
	switch base := c.BaseURL; {
	case base.Scheme != "http" && base.Scheme != "https", base.User != nil, base.RawQuery != "", base.Fragment != "",
		base.Path != "" && base.Path != "/", !labels.MatchString(base.Host) && !isAddress(base.Hostname()):
		refuse(&c.BaseURL, "https:// and a host in lower case, and nothing behind it")
	case base.Scheme == "http" && !isLoopback(base.Hostname()) && !c.FederationHTTP:
		refuse(&c.BaseURL, "https, since other servers refuse http; http is for localhost, or with "+prefix+"FEDERATION_HTTP=true in a test network")
	}
	if !c.SMTPURL.IsZero() && c.SMTPURL.Scheme != "smtp" && c.SMTPURL.Scheme != "smtps" {
		refuse(&c.SMTPURL, "smtp:// or smtps://")
	}
	if strings.Trim(c.SMTPURL.Path, "/") != "" || c.SMTPURL.RawQuery != "" || c.SMTPURL.Fragment != "" {
		refuse(&c.SMTPURL, "a host and a port, and nothing behind them")
	}
	if !c.SMTPURL.IsZero() && c.MailFrom.Address == "" {
		refuse(&c.MailFrom, "who messages are from, since "+prefix+"SMTP_URL is set, such as \"iNews <news@council.example>\"")
	}
	if !c.MediaURL.IsZero() && c.MediaURL.Scheme != "http" && c.MediaURL.Scheme != "https" {
		refuse(&c.MediaURL, "https://key:secret@host/bucket")
	}
	if c.TLSCert != "" && c.TLSKey == "" {
		refuse(&c.TLSKey, "the file with the key of "+prefix+"TLS_CERT")
	}
	if c.TLSKey != "" && c.TLSCert == "" {
		refuse(&c.TLSCert, "the file with the certificate of "+prefix+"TLS_KEY")
	}
	if c.TLSACME != "" && c.TLSCert != "" {
		refuse(&c.TLSACME, "nothing beside "+prefix+"TLS_CERT: the certificate comes from files or from Let's Encrypt")
	}
	if c.TLSACME != "" && !strings.Contains(c.TLSACME, "@") {
		refuse(&c.TLSACME, "an e-mail address")
	}
	return append(mistakes, c.checkSignIn()...)
}

// checkSignIn looks at the organisation's sign-in service.
func (c *Config) checkSignIn() Errors {
	var mistakes Errors
	refuse := func(pointer any, want string) {
		f := c.field(pointer)
		mistakes = append(mistakes, f.mistake(f.text(), want))
	}
	issuer := c.OIDCIssuer
	if issuer.IsZero() {
		if c.OIDCOnly {
			refuse(&c.OIDCIssuer, "the address of the service that "+prefix+"OIDC_ONLY leaves to sign in through")
		}
		return mistakes
	}
	if issuer.Scheme != "https" && !isLoopback(issuer.Hostname()) {
		refuse(&c.OIDCIssuer, "https")
	}
	// These let in the people of every organisation there is.
	for _, part := range []string{"common", "organizations", "consumers"} {
		if strings.Contains(issuer.Path+"/", "/"+part+"/") {
			refuse(&c.OIDCIssuer, "the address with your own tenant's id in the place of "+part)
		}
	}
	if c.OIDCClientID == "" {
		refuse(&c.OIDCClientID, "the id under which the service of "+prefix+"OIDC_ISSUER knows this site")
	}
	if c.OIDCClientSecret == "" {
		refuse(&c.OIDCClientSecret, "the secret that the service of "+prefix+"OIDC_ISSUER has made for this site")
	}
	return mistakes
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}

// field is one setting: its tags and its place in the struct.
type field struct {
	variable, standard, help string
	secret                   bool
	value                    reflect.Value
}

// fields are all settings, in the order of the struct.
func (c *Config) fields() []field {
	v := reflect.ValueOf(c).Elem()
	var fields []field
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		fields = append(fields, field{
			variable: prefix + tag.Get("env"), standard: tag.Get("default"), help: tag.Get("help"),
			secret: tag.Get("secret") == "true", value: v.Field(i),
		})
	}
	return fields
}

// field finds the setting that the pointer points to.
func (c *Config) field(pointer any) field {
	for _, f := range c.fields() {
		if f.value.Addr().Interface() == pointer {
			return f
		}
	}
	return field{}
}

// set reads the text into the field. Its error says what is expected.
func (f field) set(text string) error {
	if reader, ok := f.value.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return reader.UnmarshalText([]byte(text))
	}
	if f.value.Kind() == reflect.Bool {
		set, err := strconv.ParseBool(text)
		if err != nil {
			return errors.New("true or false")
		}
		f.value.SetBool(set)
		return nil
	}
	f.value.SetString(text)
	return nil
}

// text is the field's value as it may be shown.
func (f field) text() string { return f.shown(fmt.Sprint(f.value.Interface())) }

// mistake is the refusal of a value.
func (f field) mistake(text, want string) error {
	return &ValueError{Variable: f.variable, Value: f.shown(text), Want: want}
}

func (f field) shown(text string) string {
	if f.secret {
		return hidden(text)
	}
	return text
}

// hidden is an address without what may be its password. In one that cannot be
// read the password may be anywhere, so nothing of it is shown.
func hidden(text string) string {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return ""
	case err != nil || u.Host == "":
		return "…"
	}
	u.RawQuery, u.Fragment = "", ""
	return u.Redacted()
}
