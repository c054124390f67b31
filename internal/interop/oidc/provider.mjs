// An OpenID provider by people who do not know iNews: panva's oidc-provider, with
// its own pages to sign in. Who there is stands in a file that the test writes:
// {"ada": {"claims": {"email": …, "groups": […]}}}; it is read at every turn, as
// a directory would be.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const { people, port, redirect, packages, all } = JSON.parse(process.argv[2])
const { Provider } = await import(pathToFileURL(createRequire(packages + '/').resolve('oidc-provider')))

const known = () => JSON.parse(readFileSync(people, 'utf8'))
const issuer = `http://localhost:${port}`

const provider = new Provider(issuer, {
  clients: [{ client_id: 'inews', client_secret: 'a secret of the test', redirect_uris: [redirect] }],
  pkce: { required: () => true },
  conformIdTokenClaims: !all, // all of it in the ID token, as with Entra ID, or only the id
  claims: {
    openid: ['sub'], email: ['email', 'email_verified'],
    profile: ['name', 'preferred_username', 'groups', 'roles', '_claim_names', '_claim_sources'],
  },
  cookies: { keys: ['a key of the test'] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...known()[id]?.claims }) }),
  // Nobody is asked whether iNews may know who they are, as with a service of
  // one's own employer.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid profile email')
    await grant.save()
    return grant
  },
})
provider.on('server_error', (ctx, err) => console.error(err))
provider.listen(port, 'localhost', () => console.log('ready'))
process.stdin.resume().on('end', () => process.exit(0))
