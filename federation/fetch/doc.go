// Package fetch is the one outbound client: whatever this program asks of an
// address that somebody else chose goes through a Client.
//
// Every deny-list of private addresses in this family of software was walked
// round, most more than once. So the rule here is an allow rule, it looks at the
// resolved address at the moment of connecting, and there is no second client
// that could forget it. The same place bounds sizes, times, redirects and the
// number of fetches that one activity may cause, signs every GET afresh for the
// very address that it goes to, and believes a document only from the address
// that the document names as its id (FEP-fe34, CVE-2024-23832).
//
// Keys finds the public keys of strangers through a Client, for package
// signature.
package fetch
