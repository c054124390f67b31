package signature

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// request reads the parts of a request that a signature covers, as the sender
// saw them: behind a proxy, under the public origin.
type request struct {
	r      *http.Request
	origin *url.URL // nil: from the request
}

// bodiless tells whether the method carries no body.
func (q request) bodiless() bool {
	return q.r.Method == "" || q.r.Method == http.MethodGet || q.r.Method == http.MethodHead
}

func (q request) method() string {
	if q.r.Method == "" {
		return http.MethodGet
	}
	return q.r.Method
}

func (q request) host() string {
	switch {
	case q.origin != nil:
		return q.origin.Host
	case q.r.Host != "":
		return q.r.Host
	default:
		return q.r.URL.Host
	}
}

func (q request) scheme() string {
	switch {
	case q.origin != nil:
		return q.origin.Scheme
	case q.r.URL.Scheme != "":
		return q.r.URL.Scheme
	case q.r.TLS != nil:
		return "https"
	default:
		return "http"
	}
}

// authority is the host in lower case and without a default port. Source: RFC
// 9421 §2.2.3.
func (q request) authority() string {
	authority := strings.ToLower(q.host())
	if host, port, err := net.SplitHostPort(authority); err == nil {
		if (q.scheme() == "https" && port == "443") || (q.scheme() == "http" && port == "80") {
			if strings.Contains(host, ":") {
				return "[" + host + "]"
			}
			return host
		}
	}
	return authority
}

// target is the path and query as they are on the wire.
func (q request) target() string {
	target := url.URL{Path: q.r.URL.Path, RawPath: q.r.URL.RawPath, RawQuery: q.r.URL.RawQuery, ForceQuery: q.r.URL.ForceQuery}
	return target.RequestURI()
}

// field is the value of a header as it is signed: its lines trimmed and joined.
// Go keeps the host and, on the sending side, the length out of the headers.
func (q request) field(name string) (string, bool) {
	switch name {
	case "host":
		return q.host(), true
	case "content-length":
		if q.r.Header.Get("Content-Length") == "" && q.r.ContentLength >= 0 {
			return strconv.FormatInt(q.r.ContentLength, 10), true
		}
	}
	lines, ok := q.r.Header[http.CanonicalHeaderKey(name)]
	if !ok {
		return "", false
	}
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.TrimSpace(line)
	}
	value := strings.Join(trimmed, ", ")
	return value, !strings.ContainsAny(value, "\r\n")
}
