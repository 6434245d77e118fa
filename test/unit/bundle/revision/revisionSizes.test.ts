import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RevisionSize, RevisionSizes } from '#bundle/revision/revisionSizes.ts'
import { BundleProject, signal } from '../bundleProject.ts'

const author = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
}

describe('the size at a revision', function () {
  this.timeout(60_000)
  let project: BundleProject
  let sizes: RevisionSizes
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: project.root, encoding: 'utf8', env: { ...process.env, ...author } })
  const api = 'packages/api'

  beforeEach(async () => {
    project = await BundleProject.open({
      '.gitignore': 'node_modules\ncache\n',
      'package.json': '{"private":true,"workspaces":["packages/*"]}',
      [`${api}/package.json`]: '{"name":"api"}',
      [`${api}/src/app.js`]:
        "exports.handler = () => [require('left'), require('@shop/shared'), require('../../plain.js')]",
      'packages/plain.js': "module.exports = 'plain'",
      'packages/shared/package.json': '{"name":"@shop/shared","version":"1.0.0"}',
      'packages/shared/index.js': "module.exports = 'first'",
      'node_modules/left/index.js': "module.exports = 'left'",
    })
    await project.link('node_modules/@shop/shared', 'packages/shared')
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '-m', 'first')
    sizes = new RevisionSizes(join(project.root, 'cache'))
  })
  afterEach(async () => await project.close())

  async function weigh(root: string): Promise<RevisionSize> {
    const request = { ...project.request('src/app.js'), root }
    const weighing = await project.weigher().weigh(request, signal)
    return 'report' in weighing
      ? { bytes: weighing.report.bytes, zipBytes: weighing.report.zipBytes ?? 0 }
      : { reason: weighing.problem.text }
  }

  const question = (revision: string) => ({ root: join(project.root, api), revision, about: 'app' })
  const bytesAt = async (revision: string) => {
    const size = await sizes.sizeAt(question(revision), weigh, signal)
    return 'bytes' in size ? size.bytes : assert.fail(size.reason)
  }

  it('is that of its files, those of linked packages included', async () => {
    const first = await weigh(join(project.root, api))
    await project.write({
      [`${api}/src/app.js`]: "exports.handler = () => require('@shop/shared') + 'longer than before'",
      'packages/shared/index.js': "module.exports = 'much longer than at first'",
      'packages/plain.js': "module.exports = 'also longer than at first'",
    })
    const now = await weigh(join(project.root, api))
    assert.ok('bytes' in first && 'bytes' in now)
    assert.equal(await bytesAt('HEAD'), first.bytes)
    git('commit', '--quiet', '-am', 'second')
    assert.deepEqual([await bytesAt('HEAD'), await bytesAt('HEAD~1')], [now.bytes, first.bytes])
  })

  it('leaves the working tree and the index as they are', async () => {
    await project.write({ 'packages/plain.js': "module.exports = 'staged'", 'new.js': 'new' })
    git('add', 'packages/plain.js')
    await project.write({ 'packages/plain.js': "module.exports = 'not staged'" })
    const state = () => ({
      changed: statSync(join(project.root, '.git/index')).mtimeMs,
      index: readFileSync(join(project.root, '.git/index')),
      status: git('--no-optional-locks', 'status', '--porcelain=v2', '--branch'),
      objects: git('count-objects', '-v'),
    })
    const before = state()
    await bytesAt('HEAD')
    assert.deepEqual(state(), before)
    assert.deepEqual(
      readdirSync(tmpdir()).filter(name => name.startsWith('lambda-lens-revision-')),
      [],
    )
  })

  it('is built once for the same content', async () => {
    let builds = 0
    const counted = async (root: string) => {
      builds++
      return await weigh(root)
    }
    await sizes.sizeAt(question('HEAD'), counted, signal)
    git('commit', '--quiet', '--allow-empty', '-m', 'the same')
    await sizes.sizeAt(question('HEAD'), counted, signal)
    assert.equal(builds, 1)
    await project.write({ 'package-lock.json': '{}', [`${api}/package-lock.json`]: '{}' })
    await sizes.sizeAt(question('HEAD'), counted, signal)
    assert.equal(builds, 2, 'other packages are installed')
  })

  it('has a reason where there is none, which is asked for again', async () => {
    await project.write({ [`${api}/src/app.js`]: 'exports.handler = (' })
    git('commit', '--quiet', '-am', 'broken')
    const size = await sizes.sizeAt(question('HEAD'), weigh, signal)
    assert.match('reason' in size ? size.reason : '', /Unexpected end of file/)
    assert.deepEqual(await sizes.sizeAt(question('HEAD'), async () => ({ bytes: 1, zipBytes: 2 }), signal), {
      bytes: 1,
      zipBytes: 2,
    })
  })

  for (const revision of ['no-such-branch', '--help', '']) {
    it(`says so where there is no revision "${revision}"`, async () => {
      await assert.rejects(sizes.sizeAt(question(revision), weigh, signal), { code: 'git-failed' })
    })
  }
})
