package interop

import (
	"bufio"
	"embed"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

//go:embed oidc/provider.mjs
var oidcSource embed.FS

// provider is an OpenID provider in a process of its own: panva's oidc-provider,
// which shares no line with ours.
type provider struct {
	*internet
	issuer string
	people string // file
	noise  journal
}

// claims are what the provider says of somebody.
type claims map[string]any

// provider starts a provider for a server that is not started yet, and tells that
// how to use it. It says all in its tokens, as Entra ID, or only when asked again.
func (n *node) provider(all bool, settings ...string) *provider {
	n.Helper()
	port := n.internet.freePort()
	p := &provider{internet: n.internet, issuer: "http://localhost:" + port, people: filepath.Join(n.TempDir(), "people.json")}
	p.know(map[string]claims{})
	packages, err := npmPackages("oidc", "oidc-provider/package.json")
	check(n.T, err)
	source, err := oidcSource.ReadFile("oidc/provider.mjs")
	check(n.T, err)
	script := filepath.Join(n.TempDir(), "provider.mjs")
	check(n.T, os.WriteFile(script, source, 0o600))
	told, err := json.Marshal(map[string]any{
		"all": all, "people": p.people, "port": port, "redirect": n.base + "/desk/sign-in/organisation/back", "packages": packages,
	})
	check(n.T, err)
	engine, err := nodejs()
	check(n.T, err)
	process := exec.Command(engine, script, string(told))
	process.Stderr = &p.noise
	life, err := process.StdinPipe()
	check(n.T, err)
	lines, err := process.StdoutPipe()
	check(n.T, err)
	check(n.T, process.Start())
	n.Cleanup(func() {
		_ = life.Close() // upon which it ends
		_ = process.Wait()
		if n.Failed() {
			n.Logf("what the provider printed: %s", p.noise.end())
		}
	})
	p.await(lines)
	n.env = append(n.env, append([]string{
		"INEWS_OIDC_ISSUER=" + p.issuer, "INEWS_OIDC_CLIENT_ID=inews", "INEWS_OIDC_CLIENT_SECRET=a secret of the test",
		"INEWS_OIDC_NAME=Council ID",
	}, settings...)...)
	return p
}

// await waits until the provider listens.
func (p *provider) await(lines io.Reader) {
	p.Helper()
	scanner := bufio.NewScanner(lines)
	for scanner.Scan() {
		if scanner.Text() == "ready" {
			go func() { _, _ = io.Copy(io.Discard, lines) }() // it ends with the process
			return
		}
	}
	p.Fatalf("the provider does not start: %s", p.noise.end())
}

// know says who there is.
func (p *provider) know(people map[string]claims) {
	p.Helper()
	file := map[string]map[string]claims{}
	for name, said := range people {
		file[name] = map[string]claims{"claims": said}
	}
	text, err := json.Marshal(file)
	check(p.T, err)
	check(p.T, os.WriteFile(p.people+".new", text, 0o600))
	check(p.T, os.Rename(p.people+".new", p.people)) // nobody reads half of it
}

// caller is a browser without a screen, which keeps cookies and follows no
// redirect by itself.
type caller struct {
	*provider
	node   *node
	client *http.Client
}

func (p *provider) caller(n *node) *caller {
	p.Helper()
	jar, err := cookiejar.New(nil)
	check(p.T, err)
	client := *n.client
	client.Jar = jar
	return &caller{p, n, &client}
}

func (c *caller) send(method, address string, form url.Values) (*http.Response, string) {
	c.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	check(c.T, err)
	request.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := c.client.Do(request)
	check(c.T, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(c.T, err)
	return response, string(body)
}

var formTo = regexp.MustCompile(`<form[^>]*action="([^"]+)"`)

// visit begins at our door, signs in at the provider as somebody, and returns the
// address that it sends the browser back to, which the browser has not opened.
func (c *caller) visit(name string) string {
	c.Helper()
	address := c.node.base + "/desk/sign-in/organisation?next=/desk/posts"
	const many = 10 // more than there are steps
	for range many {
		response, body := c.send(http.MethodGet, address, nil)
		if form := formTo.FindStringSubmatch(body); response.StatusCode == http.StatusOK && form != nil {
			to, err := response.Request.URL.Parse(form[1])
			check(c.T, err)
			response, body = c.send(http.MethodPost, to.String(), url.Values{"prompt": {"login"}, "login": {name}, "password": {"any"}})
		}
		to, err := response.Location()
		if err != nil {
			c.Fatalf("%s answers %d: %s", address, response.StatusCode, body)
		}
		if address = to.String(); strings.HasPrefix(address, c.node.base+"/desk/sign-in/organisation/back") {
			return address
		}
	}
	c.Fatalf("nobody comes back from the provider, but to %s", address)
	return ""
}

// back opens an address that the provider has sent the browser to.
func (c *caller) back(address string) (int, string, string) {
	c.Helper()
	response, body := c.send(http.MethodGet, address, nil)
	return response.StatusCode, response.Header.Get("Location"), body
}

// in tells as whom the browser is at the desk, "" for nobody.
func (c *caller) in() string {
	c.Helper()
	response, body := c.send(http.MethodGet, c.node.base+"/desk/account", nil)
	if response.StatusCode != http.StatusOK {
		return ""
	}
	_, body, _ = strings.Cut(body, `<p class="lede"><b>`)
	name, rest, _ := strings.Cut(body, "</b>, ")
	_, role, _ := strings.Cut(rest, ": ")
	role, _, _ = strings.Cut(role, ".")
	return name + ", " + role
}
