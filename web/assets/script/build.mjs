// Bundles each script of this folder into ../files, where Go embeds it. What is
// made is committed, so that nobody needs Node to build or run the program.
//
//   npm ci && npm run build
//
// A bundle begins with the names of what it was made from and their digest, by
// which a test tells that it was made anew after its sources changed.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const files = join(here, '..', 'files')
const packages = new Set()

for (const entry of readdirSync(here).filter((name) => name.endsWith('.js')).sort()) {
  const made = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    legalComments: 'none', // licences.txt has them
  })
  const inputs = Object.keys(made.metafile.inputs)
  for (const input of inputs) {
    const at = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)
    if (at) packages.add(at[1])
  }
  const own = inputs.filter((input) => !input.startsWith('node_modules/')).sort()
  const sources = inputs.length > own.length ? [...own, 'package-lock.json'] : own
  const digest = createHash('sha256')
  for (const name of sources) digest.update(name + '\n').update(readFileSync(join(here, name)))
  const banner = `// Made by npm run build from ${sources.join(' ')}: ${digest.digest('hex')}\n`
  writeFileSync(join(files, entry), banner + made.outputFiles[0].text)
}

const notices = [...packages].sort().map((name) => {
  const folder = join(here, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f))
  if (!file) throw new Error(`${name} has no licence file`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
})
const title = 'The scripts of the desk hold these packages, under these licences.\n'
writeFileSync(join(files, 'licences.txt'), [title, ...notices].join('\n' + '-'.repeat(72) + '\n\n'))
console.log(`${relative(process.cwd(), files) || files}: ${packages.size} packages`)
