package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// environment looks variables up in pairs of name (without the prefix) and value.
func environment(pairs ...string) func(string) (string, bool) {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[prefix+pairs[i]] = pairs[i+1]
	}
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func TestDefaults(t *testing.T) {
	c, err := Load(environment())
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"origin":  {c.Origin(), "http://localhost:8080"},
		"address": {c.Address(), "@inews@localhost:8080"},
		"listen":  {string(c.Listen), ":8080"},
		"private": {string(c.PrivateListen), "127.0.0.1:9090"},
		"data":    {c.Data, "./data"},
		"name":    {c.Name, "iNews"},
		"log":     {c.Log.String(), "info,text"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("the %s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if c.DatabaseURL != "" || !c.SMTPURL.IsZero() || c.FederationHTTP || c.AuthorisedFetch || len(c.FederationAllow) != 0 {
		t.Errorf("something is set that nobody set: %+v", c)
	}
}

func TestLoad(t *testing.T) {
	c, err := Load(environment(
		"BASE_URL", "https://news.council.example/", "HANDLE", "in_news", "HANDLE_DOMAIN", "council.example",
		"FEDERATION_ALLOW", "127.0.0.0/8, ::1", "FEDERATION_ONLY", "kent.example, medway.example", "TRUSTED_PROXIES", "10.1.2.3/8", "LOG", "json,warn", "NAME", "", "LANGUAGES", "en-GB, cy", "NAMES", "cy = Newyddion",
		"DATABASE_URL", "host=/run/postgresql dbname=inews", "SMTP_URL", "smtps://post:secret@mail.example:465", "MAIL_FROM", "The Weald <news@weald.example>"))
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"origin":  {c.Origin(), "https://news.council.example"},
		"host":    {c.Host(), "news.council.example"},
		"address": {c.Address(), "@in_news@council.example"},
		"allowed": {c.FederationAllow.String(), "127.0.0.0/8,::1/128"},
		"only":    {c.FederationOnly.String(), "kent.example,medway.example"},
		"proxies": {c.TrustedProxies.String(), "10.0.0.0/8"},
		"sender":  {c.MailFrom.String(), `"The Weald" <news@weald.example>`},
		"tongues": {c.Languages.String(), "en-GB,cy"}, "names": {c.Names.String(), "cy=Newyddion"},
		"name": {c.Name, "iNews"}, // an empty variable counts as unset
	} {
		if pair[0] != pair[1] {
			t.Errorf("the %s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if c.Log != (Log{Level: slog.LevelWarn, JSON: true}) {
		t.Errorf("the log is %v", c.Log)
	}
	if password, _ := c.SMTPURL.User.Password(); password != "secret" {
		t.Errorf("the mail password is %q", password)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ variable, value, want string }{
		{"BASE_URL", "http://council.example", "https"}, // ids that no server would take
		{"BASE_URL", "council.example", "https://"},
		{"INBOX_PER_HOST", "-1", "a number"},
		{"AUTHORISED_FETCH", "perhaps", "true or false"},
		{"INBOX_QUEUE", "many", "a number"},
		{"INBOX_QUEUE", "1000001", "a number"},
		{"BASE_URL", "ftp://council.example", "https://"},
		{"BASE_URL", "https://council.example/news", "nothing behind"},
		{"BASE_URL", "https://Council.example", "lower case"},
		{"BASE_URL", "https://me:secret@council.example", "nothing behind"},
		{"HANDLE", "iNews", "a to z"},
		{"HANDLE", "in-news", "a to z"},
		{"HANDLE", strings.Repeat("a", 31), "1 to 30"},
		{"HANDLE_DOMAIN", "https://council.example", "host name"},
		{"LISTEN", "8080", ":8080"},
		{"LISTEN", ":99999", ":8080"},
		{"LANGUAGE", "English", "en-GB"},
		{"LANGUAGES", "en-GB,fr", "cy, en"}, // there are no words for it
		{"LANGUAGES", "en-GB,,cy", "commas"},
		{"NAMES", "Newyddion", "cy=Newyddion"}, {"SUMMARIES", "fr=Bonjour", "cy, en"},
		{"FEDERATION_ALLOW", "localhost", "127.0.0.0/8"},
		{"FEDERATION_ONLY", "https://kent.example", "kent.example,medway.example"},
		{"FEDERATION_HTTP", "perhaps", "true or false"},
		{"TRUSTED_PROXIES", "10.0.0.0/33", "ranges"},
		{"DATABASE_URL", "mysql://council.example/inews", "postgres://"},
		{"SMTP_URL", "mail.example:25", "scheme and host"},
		{"SMTP_URL", "http://mail.example", "smtp://"},
		{"SMTP_URL", "smtp://mail.example", "MAIL_FROM"},
		{"SMTP_URL", "smtp://mail.example/x", "nothing behind"},
		{"MAIL_FROM", "The Weald", "a name and an e-mail address"},
		{"MEDIA_URL", "s3://bucket.example", "https://"},
		{"TLS_CERT", "chain.pem", "TLS_CERT"},
		{"TLS_KEY", "key.pem", "TLS_KEY"},
		{"TLS_ACME", "yes", "e-mail"},
		{"LOG", "loud", "debug"},
		{"SECOND_FACTOR", "some", "owners"},
		{"OIDC_ROLES", "team=admin", "contributor"},
		{"OIDC_ROLES", "team", "contributor"},
		{"OIDC_ROLES", "=editor", "contributor"},
		{"OIDC_ISSUER", "login.example", "scheme and host"},
		{"OIDC_ISSUER", "http://login.example", "https"},
		{"OIDC_ISSUER", "https://login.microsoftonline.com/common/v2.0", "tenant's id"},
		{"OIDC_ISSUER", "https://login.example", "OIDC_CLIENT_ID"},
		{"OIDC_ONLY", "true", "OIDC_ISSUER"},
	}
	for _, test := range tests {
		_, err := Load(environment(test.variable, test.value))
		var mistake *ValueError
		if !errors.As(err, &mistake) || !strings.HasPrefix(mistake.Variable, prefix) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s=%s is answered %v, want a ValueError with %q", test.variable, test.value, err, test.want)
		}
	}
}

func TestOrganisationSettings(t *testing.T) {
	c, err := Load(environment("OIDC_ISSUER", "https://login.microsoftonline.com/6f9b2c1a/v2.0", "OIDC_CLIENT_ID", "inews", "OIDC_CLIENT_SECRET", "opensesame",
		"OIDC_ROLES", "web team=editor, a=b=owner ,6f9b2c1a-7f0e=owner"))
	if err != nil {
		t.Fatal(err)
	}
	if c.OIDCIssuer.URL.String() != "https://login.microsoftonline.com/6f9b2c1a/v2.0" || c.OIDCRoles.String() != "6f9b2c1a-7f0e=owner,a=b=owner,web team=editor" {
		t.Errorf("issuer %v, roles %v", c.OIDCIssuer, c.OIDCRoles)
	}
}

func TestHTTPIsForTests(t *testing.T) {
	for _, pairs := range [][]string{
		{"BASE_URL", "http://127.0.0.1:8080"},
		{"BASE_URL", "http://[::1]:8080"},
		{"BASE_URL", "http://a.localhost"},
		{"BASE_URL", "http://a.example", "FEDERATION_HTTP", "true"},
	} {
		if _, err := Load(environment(pairs...)); err != nil {
			t.Errorf("%v is refused: %v", pairs, err)
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	_, err := Load(environment("HANDLE", "?", "LOG", "?", "LISTEN", "?"))
	var all Errors
	if !errors.As(err, &all) || len(all) != 3 || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("three mistakes are answered: %v", err)
	}
}

// A password reaches no log, terminal or error.
func TestSecretsAreHidden(t *testing.T) {
	const word = "opensesame"
	good, err := Load(environment(
		"DATABASE_URL", "postgres://inews:"+word+"@db.example/inews?password="+word,
		"SMTP_URL", "smtp://post:"+word+"@mail.example", "MAIL_FROM", "news@weald.example", "MEDIA_URL", "https://key:"+word+"@s3.example/bucket",
		"OIDC_ISSUER", "https://login.example", "OIDC_CLIENT_ID", "inews", "OIDC_CLIENT_SECRET", "https://"+word))
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := good.Print(&printed); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(printed.String(), "INEWS_DATABASE_URL=postgres://inews:xxxxx@db.example/inews\n") {
		t.Errorf("the database is not shown without its password:\n%s", &printed)
	}
	asJSON, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	outputs := []string{printed.String(), string(asJSON), fmt.Sprint(good), fmt.Sprintf("%+v", good)}
	for _, bad := range [][]string{
		{"DATABASE_URL", "mysql://inews:" + word + "@db.example"},
		{"DATABASE_URL", "postgres:/" + word},
		{"DATABASE_URL", word},
		{"SMTP_URL", "smtp:post:" + word + "@mail.example"},
		{"SMTP_URL", "http://post:" + word + "@mail.example"},
		{"MEDIA_URL", "key:" + word + "@s3.example"},
	} {
		_, err := Load(environment(bad...))
		if err == nil {
			t.Errorf("%v is not refused", bad[0])
			continue
		}
		outputs = append(outputs, err.Error())
	}
	for _, output := range outputs {
		if strings.Contains(output, word) {
			t.Errorf("the password is in: %s", output)
		}
	}
}

func TestReferenceNamesEveryVariable(t *testing.T) {
	var out strings.Builder
	if err := Reference(&out); err != nil {
		t.Fatal(err)
	}
	for _, f := range new(Config).fields() {
		if f.variable == prefix || f.help == "" {
			t.Errorf("a field lacks its env or help tag: %+v", f)
		}
		if !strings.Contains(out.String(), f.variable+" (default: ") {
			t.Errorf("the reference lacks %s", f.variable)
		}
		if f.standard != "" {
			if err := f.set(f.standard); err != nil {
				t.Errorf("the default of %s is refused: %v", f.variable, err)
			}
		}
	}
}

func TestUnknown(t *testing.T) {
	err := Unknown([]string{"PATH=/bin", "INEWS_LISTEN=:80", "INEWS_BASEURL=x", "INEWS_HANDEL=y"})
	var all Errors
	if !errors.As(err, &all) || len(all) != 2 {
		t.Fatalf("Unknown = %v, want two", err)
	}
	for _, want := range []string{"INEWS_BASEURL is not", "did you mean INEWS_BASE_URL?", "did you mean INEWS_HANDLE?"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
	if err := Unknown([]string{"INEWS_LISTEN=:80"}); err != nil {
		t.Errorf("a known variable is %v", err)
	}
}

func TestUnused(t *testing.T) {
	c, err := Load(environment("MEDIA_URL", "https://key:secret@s3.example/bucket"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Unused(); err == nil || !strings.Contains(err.Error(), "INEWS_MEDIA_URL") || strings.Contains(err.Error(), ":secret@") {
		t.Errorf("Unused = %v, want the variable without its secret", err)
	}
	if c, err = Load(environment()); err != nil || c.Unused() != nil {
		t.Errorf("Unused = %v, %v with nothing set", c.Unused(), err)
	}
}
