import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { BundleProject, signal } from './bundleProject.ts'

const words = 'the quick brown fox jumps over the lazy dog '.repeat(200)

describe('what is shipped', function () {
  this.timeout(30_000)
  let project: BundleProject
  beforeEach(async () => {
    project = await BundleProject.open({
      'src/app.js': "const left = require('left')\nexports.handler = () => left // a comment that goes\n",
      'node_modules/left/package.json': '{"name":"left","version":"1.0.0","dependencies":{"right":"1"}}',
      'node_modules/left/index.js': "module.exports = 'left'",
      'node_modules/right/index.js': `module.exports = '${words}'`,
      'node_modules/dev/index.js': `module.exports = '${words}'`,
    })
  })
  afterEach(async () => await project.close())

  const shipped = async (more: Partial<WeighRequest>) => {
    const request = { ...project.request('src/app.js', more), language: 'javascript' }
    return await project.weigher().shipped(request, signal)
  }

  it('is the minified bundle alone where the project ships that', async () => {
    assert.equal(await shipped({ settings: { from: 'sam', options: { minify: true } } }), undefined)
  })

  it('is the bundle as the project builds it', async () => {
    const options = { minify: false, format: 'cjs' }
    const { bytes } = await project.weigh('src/app.js')
    const size = await shipped({ settings: { from: 'cdk', options } })
    assert.equal(size?.as, 'bundle')
    assert.ok((size?.bytes ?? 0) > bytes)
    const withMap = await shipped({ settings: { from: 'cdk', options: { ...options, sourcemap: true } } })
    assert.ok((withMap?.bytes ?? 0) > (size?.bytes ?? 0))
  })

  it('has packages beside the bundle, with all that they need', async () => {
    const options = { minify: true, format: 'cjs', external: ['left'] }
    const size = await shipped({ settings: { from: 'cdk', options, installed: ['left'] } })
    const { bytes } = await project.weigh('src/app.js', { settings: { from: 'cdk', options } })
    const installed = ['left/package.json', 'left/index.js', 'right/index.js'].map(
      file => statSync(join(project.root, 'node_modules', file)).size,
    )
    assert.equal(
      size?.bytes,
      installed.reduce((sum, one) => sum + one, bytes),
    )
  })

  it('is the code folder, with the packages that its package.json names', async () => {
    await project.write({ 'package.json': '{"dependencies":{"left":"1"},"devDependencies":{"dev":"1"}}' })
    const folder = { shipsFolder: true, codeFolder: '' }
    const managed = await shipped(folder)
    assert.equal(managed?.as, 'folder')
    await project.write({ 'node_modules/dev/more.js': words })
    assert.deepEqual(await shipped(folder), managed)
    await project.write({ 'node_modules/right/more.js': words })
    assert.equal((await shipped(folder))?.bytes, managed.bytes + words.length)
  })

  it('is a zip file as large as other tools make it', async () => {
    const files = {
      'app.py': 'def handler(event, context): return 1\n'.repeat(50),
      'data/words.txt': words,
      'empty.txt': '',
    }
    for (const [name, text] of Object.entries(files)) await project.write({ [`py/${name}`]: text })
    const { zipBytes, bytes } = await project.weigh('py/app.py', { language: 'python', codeFolder: 'py' })
    const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as archive:
    for name in sys.argv[2:]:
        archive.write(name)
`
    const archive = join(project.root, 'truth.zip')
    execFileSync('python3', ['-c', script, archive, ...Object.keys(files)], { cwd: join(project.root, 'py') })
    const truth = statSync(archive).size
    assert.ok(Math.abs((zipBytes ?? 0) - truth) <= 0.01 * truth, `${zipBytes} is not ${truth}`)
    assert.equal(
      bytes,
      Object.values(files).reduce((sum, text) => sum + text.length, 0),
    )
  })

  it('is the code folder of a Python function, by package', async () => {
    await project.write({
      'py/app.py': 'import requests',
      'py/requests/__init__.py': words,
      'py/requests/__pycache__/x.pyc': words,
      'py/requests-2.1.0.dist-info/RECORD':
        'requests/__init__.py,sha256=x,9\n"requests/a,b.py",,\nrequests-2.1.0.dist-info/RECORD,,\n',
      'py/requirements.txt': 'requests',
    })
    const report = await project.weigh('py/app.py', { language: 'python', codeFolder: 'py' })
    assert.deepEqual(
      report.packages.map(({ name, version }) => [name, version]),
      [['requests', '2.1.0']],
    )
    assert.equal(report.ownBytes, 'import requests'.length + 'requests'.length)
    assert.deepEqual(
      [report.options.from, report.options.folder, report.options.unread],
      ['folder', 'py', ['requirements.txt']],
    )
  })

  it('follows a file that changes, also one that was deflated before', async () => {
    const weigher = project.weigher()
    const weigh = async () => {
      const weighing = await weigher.weigh(
        project.request('py/app.py', { language: 'python', codeFolder: 'py' }),
        signal,
      )
      return 'report' in weighing ? weighing.report.zipBytes : assert.fail(weighing.problem.text)
    }
    await project.write({ 'py/app.py': 'import a', 'py/a.py': words })
    const before = await weigh()
    assert.equal(await weigh(), before)
    await project.write({ 'py/a.py': words + randomBytes(1000).toString('hex') })
    assert.ok(((await weigh()) ?? 0) > (before ?? 0) + 1000)
  })

  it('has a reason where there is none', async () => {
    const weigher = project.weigher()
    const gone = await weigher.weigh(project.request('gone/a.py', { language: 'python' }), signal)
    assert.equal('problem' in gone ? gone.problem.code : '', 'no-code-folder')
    const java = await weigher.weigh(project.request('A.java', { language: 'java' }), signal)
    assert.equal('problem' in java ? java.problem.code : '', 'language-not-packaged')
  })
})
