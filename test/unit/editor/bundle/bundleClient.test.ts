import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BundleClient } from '#editor/bundle/bundleClient.ts'
import { BundleProject, signal } from '../../bundle/bundleProject.ts'

const script = new URL('../../../../src/bundleWorker.ts', import.meta.url)

/** esbuild's processes that this one, or a thread of it, has started. */
function esbuilds(): number[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc').flatMap(pid => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0])
      const isOurs = parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--service=')
      return isOurs ? [Number(pid)] : []
    } catch {
      return []
    }
  })
}

describe('the bundle worker', function () {
  this.timeout(60_000)
  let project: BundleProject
  let client: BundleClient
  /** Those of this process are other tests'. */
  let others: readonly number[]
  const ofWorker = () => esbuilds().filter(pid => !others.includes(pid))
  beforeEach(async () => {
    others = esbuilds()
    project = await BundleProject.open({
      'src/app.ts': "import { a } from './lib/a'\n\nexport const handler = () => a",
      'src/lib/a.ts': "/* ü */\nimport b from 'b'\nexport const a = b",
      'node_modules/b/index.js': "module.exports = 'b'.repeat(100)",
    })
    client = new BundleClient(script, join(project.root, 'sizes'))
  })
  afterEach(async () => {
    client.dispose()
    await project.close()
  })

  const bytes = async () => {
    const weighing = await client.weigh(project.request('src/app.ts'), signal)
    return 'report' in weighing ? weighing.report.bytes : assert.fail(weighing.problem.text)
  }

  it('weighs in a thread of its own, as this one would', async () => {
    assert.equal(await bytes(), (await project.weigh('src/app.ts')).bytes)
  })

  it('builds as a build script says, where no template does', async () => {
    await project.write({
      'esbuild.mjs':
        "import { build } from 'esbuild'\nawait build({ entryPoints: ['src/app.ts'], bundle: true, banner: { js: '// shop' } })",
    })
    const weighing = await client.weigh(
      { ...project.request('src/app.ts'), codeFolder: 'src', shipsFolder: true },
      signal,
    )
    assert.ok('report' in weighing)
    assert.equal(weighing.report.options.from, 'esbuild.mjs')
    assert.ok(weighing.report.options.arguments?.includes('--banner:js=// shop'))
  })

  it('tells where one file imports another', async () => {
    const request = { ...project.request('src/app.ts'), unsaved: "\n\nimport { a } from './lib/a'\nexport const x = a" }
    const place = async (from: string, to: string) => await client.place({ ...request, from, to }, signal)
    assert.deepEqual(await place('src/app.ts', 'src/lib/a.ts'), {
      specifier: './lib/a',
      line: 3,
      span: { start: 2, end: 29 },
    })
    assert.deepEqual(await place('src/lib/a.ts', 'node_modules/b/index.js'), {
      specifier: 'b',
      line: 2,
      span: { start: 8, end: 25 },
    })
    assert.equal(await place('src/app.ts', 'node_modules/b/index.js'), undefined)
  })

  it('tells what it was at the last commit, and remembers it', async () => {
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
        cwd: project.root,
        stdio: 'ignore',
      })
    const before = await bytes()
    git('init', '--quiet')
    git('add', 'src')
    git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'first')
    await project.write({ 'src/app.ts': "export const handler = () => 'something else of another length'" })
    const asked = { request: project.request('src/app.ts'), exportName: 'handler', revision: 'HEAD' }
    const size = await client.sizeAt(asked, signal)
    assert.equal('bytes' in size ? size.bytes : size.reason, before)
    assert.equal(readdirSync(join(project.root, 'sizes')).length, 1)
    assert.deepEqual(await client.sizeAt(asked, signal), size)
  })

  it('says so where there is no commit', async () => {
    const asked = { request: project.request('src/app.ts'), exportName: 'handler', revision: 'HEAD' }
    await assert.rejects(client.sizeAt(asked, signal), { name: 'LensError', code: 'git-failed' })
  })

  it('says so where a broken build has no places and no package', async () => {
    await project.write({ 'src/app.ts': 'export const handler = (' })
    const question = { ...project.request('src/app.ts'), from: 'src/app.ts', to: 'src/lib/a.ts' }
    await assert.rejects(client.place(question, signal), { name: 'LensError', code: 'bundle-failed' })
  })

  it('starts anew where esbuild was ended', async function () {
    const [before = await bytes()] = []
    const found = ofWorker()
    if (found.length === 0) this.skip()
    for (const pid of found) process.kill(pid, 'SIGKILL')
    await project.write({ 'src/lib/a.ts': 'export const a = 1' })
    // The question that finds it gone may fail; the one after does not.
    await bytes().catch(() => undefined)
    assert.notEqual(await bytes(), before)
  })

  it('leaves nothing that runs', async function () {
    await bytes()
    const found = ofWorker()
    if (found.length === 0) this.skip()
    client.dispose()
    for (const pid of found) while (ofWorker().includes(pid)) await new Promise(setImmediate)
  })
})
