import assert from 'node:assert/strict'
import * as esbuild from 'esbuild'
import type { Weighing } from '#bundle/bundleWeigher.ts'
import type { Esbuild } from '#bundle/findEsbuild.ts'
import { BundleProject, signal } from './bundleProject.ts'

function problem(weighing: Weighing) {
  return 'problem' in weighing ? weighing.problem : assert.fail('there is a report')
}

function report(weighing: Weighing) {
  return 'report' in weighing ? weighing.report : assert.fail(JSON.stringify(weighing.problem))
}

describe('a bundle that is hard to build', function () {
  this.timeout(60_000)
  let project: BundleProject
  beforeEach(async () => {
    project = await BundleProject.open()
  })
  afterEach(async () => await project.close())

  const reasons: readonly (readonly [string, Readonly<Record<string, string>>, object])[] = [
    [
      'a syntax error',
      { 'src/app.ts': 'export const handler = () => {\n  "größe"; return (\n}' },
      { code: 'bundle-failed', text: 'Unexpected "}"', file: 'src/app.ts', line: 3, column: 1 },
    ],
    [
      'a missing package',
      { 'src/app.ts': "/* größe */ import a from 'not-installed'\nexport const handler = a" },
      { code: 'bundle-failed', file: 'src/app.ts', line: 1, column: 27, endColumn: 42 },
    ],
    ['a missing file of its own', { 'src/app.ts': "import './gone'" }, { text: 'Could not resolve "./gone"', line: 1 }],
    ['no handler at all', {}, { code: 'bundle-failed' }],
    [
      'an error in another file',
      { 'src/app.ts': "import './b.json'", 'src/b.json': '{"a": }' },
      { file: 'src/b.json', line: 1, column: 7 },
    ],
  ]
  for (const [what, files, expected] of reasons) {
    it(`has a reason: ${what}`, async () => {
      await project.write(files)
      const found = problem(await project.weigher().weigh(project.request('src/app.ts'), signal))
      assert.deepEqual({ ...found, ...expected }, found)
      assert.ok(found.text.length > 0 && found.remedy.length > 0)
    })
  }

  it('keeps the last size, which is stale, and finds back', async () => {
    await project.write({ 'src/app.ts': 'export const handler = () => 1' })
    const weigher = project.weigher()
    const request = project.request('src/app.ts')
    const { bytes } = report(await weigher.weigh(request, signal))
    await project.write({ 'src/app.ts': 'export const handler = () => (' })
    const broken = await weigher.weigh(request, signal)
    assert.equal(problem(broken).line, 1)
    assert.equal('stale' in broken ? broken.stale?.bytes : undefined, bytes)
    await project.write({ 'src/app.ts': 'export const handler = () => 12345' })
    assert.equal(report(await weigher.weigh(request, signal)).bytes, bytes + 4)
  })

  it('may import in circles, the handler included', async () => {
    const app = "import { a } from './a'\nimport { big } from './big'\nexport const handler = () => [a, big]\n"
    const others = {
      'src/a.ts': "import { handler } from './app'\nexport const a = () => handler",
      'src/big.ts': `export const big = '${'x'.repeat(500)}'`,
    }
    await project.write({ 'src/app.ts': app, ...others })
    const { imports = [], bytes, options } = await project.weigh('src/app.ts')
    for (const { line, exclusiveBytes } of imports) {
      const without = app.split('\n').filter((_, index) => index !== line - 1)
      await project.write({ 'src/app.ts': without.join('\n') })
      assert.equal(exclusiveBytes, bytes - (await project.esbuild(options.arguments ?? [])).length)
    }
    assert.ok((imports[1]?.exclusiveBytes ?? 0) > 500)
  })

  it('may hold native addons and WebAssembly, which are shipped beside it', async () => {
    await project.write({
      'src/app.js':
        "const addon = require('./addon.node'); const wasm = require('./code.wasm'); exports.handler = addon",
      'src/addon.node': new Uint8Array(1000),
      'src/code.wasm': new Uint8Array(500),
    })
    const { bytes, options } = await project.weigh('src/app.js')
    assert.ok(bytes > 1500)
    assert.deepEqual(options.arguments?.slice(-2), ['--loader:.node=copy', '--loader:.wasm=copy'])
  })

  it('may require what only running it tells', async () => {
    const text =
      'const name = process.env.PLUGIN; exports.handler = () => require(name) ?? require(`./plugins/${name}`)'
    await project.write({ 'src/app.js': text, 'src/plugins/a.js': 'exports.a = 1' })
    assert.ok((await project.weigh('src/app.js')).bytes > 50)
  })

  it('may await at the top, as an ES module', async () => {
    await project.write({ 'src/app.mjs': 'export const handler = await Promise.resolve(() => 1)' })
    assert.ok((await project.weigh('src/app.mjs')).options.arguments?.includes('--format=esm'))
  })

  it('may take packages from its layers', async () => {
    await project.write({ 'src/app.ts': "import shared from 'shared/deep'\nexport const handler = () => shared" })
    const { options, imports } = await project.weigh('src/app.ts', { hasLayers: true })
    assert.deepEqual(options.inLayers, ['shared/deep'])
    assert.deepEqual(
      imports?.map(({ external, exclusiveBytes }) => [external, exclusiveBytes]),
      [[true, 0]],
    )
  })

  it('may take the SDK that it has not installed from its runtime', async () => {
    await project.write({
      'src/app.ts': "import { S3Client } from '@aws-sdk/client-s3'\nexport const handler = () => S3Client",
      'src/old.js': "const { S3 } = require('aws-sdk')\nexports.handler = () => S3",
    })
    const { imports } = await project.weigh('src/app.ts', { runtime: 'nodejs22.x' })
    assert.deepEqual(
      imports?.map(({ external, exclusiveBytes }) => [external, exclusiveBytes]),
      [[true, 0]],
    )
    assert.ok((await project.weigh('src/old.js', { runtime: 'nodejs16.x' })).bytes > 0)
    const gone = await project.weigher().weigh(project.request('src/old.js', { runtime: 'nodejs18.x' }), signal)
    assert.equal(problem(gone).code, 'bundle-failed')
  })

  it('may have a dependency of 40 MB', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `"${index.toString(36).padStart(98, 'x')}"`)
    await project.write({
      'node_modules/atlas/index.js': `module.exports = [${rows.join(',')}]`,
      'src/app.js': "const atlas = require('atlas')\nexports.handler = () => atlas",
    })
    const { bytes, imports = [], zipBytes = 0 } = await project.weigh('src/app.js')
    assert.ok(bytes > 40e6 && zipBytes > 22 && zipBytes < bytes / 5)
    assert.ok((imports[0]?.exclusiveBytes ?? 0) > 40e6)
  })

  it('is given up where a plugin hangs, and built again after', async () => {
    await project.write({ 'src/app.ts': 'export const handler = 1' })
    let hangs = true
    const hanging: esbuild.Plugin = {
      name: 'hanging',
      setup(build) {
        build.onLoad({ filter: /app\.ts$/ }, () => (hangs ? new Promise(() => undefined) : undefined))
      },
    }
    const withPlugin: Esbuild = {
      ...esbuild,
      context: options => esbuild.context({ ...options, plugins: [hanging, ...(options.plugins ?? [])] }),
    }
    // What is left in esbuild's process would keep this one alive.
    const weigher = project.weigher({ shippedEsbuild: async () => withPlugin, deadlineMs: 100, ownsEsbuild: true })
    const request = project.request('src/app.ts')
    assert.equal(problem(await weigher.weigh(request, signal)).code, 'bundle-timeout')
    hangs = false
    const patient = project.weigher({ shippedEsbuild: async () => withPlugin })
    assert.ok(report(await patient.weigh(request, signal)).bytes > 0)
  })

  it('knows packages without package.json, in two versions, and linked by pnpm, workspaces and Yarn', async () => {
    const store = 'node_modules/.pnpm/left@1.0.0/node_modules'
    await project.write({
      [`${store}/left/package.json`]: '{"name":"left","version":"1.0.0"}',
      [`${store}/left/index.js`]: "module.exports = 'left one ' + require('right')",
      [`${store}/right/package.json`]: '{"name":"right","version":"2.0.0"}',
      [`${store}/right/index.js`]: "module.exports = 'right two'",
      'node_modules/right/package.json': '{"name":"right","version":"1.0.0","main":"main.js"}',
      'node_modules/right/main.js': "module.exports = 'right one'",
      'node_modules/bare/index.js': "module.exports = 'bare'",
      'packages/shared/package.json': '{"name":"@shop/shared","version":"0.1.0"}',
      'packages/shared/index.js': "module.exports = 'shared'",
      'package.json': '{"name":"shop"}',
      'src/lib/own.js': "module.exports = 'own'",
      'src/app.js':
        "exports.handler = () => [require('left'), require('right'), require('bare'), require('@shop/shared'), require('./lib/own')]",
    })
    await project.link('node_modules/left', `${store}/left`)
    await project.link('node_modules/@shop/shared', 'packages/shared')
    const { packages, duplicates, ownBytes } = await project.weigh('src/app.js')
    assert.deepEqual(
      packages.map(({ name, version, why }) => `${name} ${version} ${why.length}`).toSorted((a, b) => (a < b ? -1 : 1)),
      ['@shop/shared 0.1.0 2', 'bare undefined 2', 'left 1.0.0 2', 'right 1.0.0 2', 'right 2.0.0 3'],
    )
    assert.deepEqual(duplicates, [{ name: 'right', versions: ['1.0.0', '2.0.0'] }])
    assert.ok(ownBytes > 50)
  })

  it('may be reached by links', async () => {
    await project.write({
      'real/app.ts': "import { a } from './a'\nexport const handler = a",
      'real/a.ts': 'export const a = 1',
    })
    await project.link('src', 'real')
    const { imports, bytes } = await project.weigh('src/app.ts')
    assert.equal(bytes, (await project.weigh('real/app.ts')).bytes)
    assert.equal(imports?.length, 1)
  })

  it('is built by the esbuild of the project, if that may run', async () => {
    await project.write({
      'src/app.ts': 'export const handler = 1',
      'node_modules/esbuild/package.json': '{"name":"esbuild","version":"0.99.0","main":"main.js"}',
      'node_modules/esbuild/main.js': `
        const { createRequire } = require('node:module')
        const real = createRequire(${JSON.stringify(import.meta.filename)})('esbuild')
        module.exports = { ...real, version: '0.99.0' }`,
      'other/app.ts': 'export const handler = 1',
      'other/node_modules/esbuild/package.json': '{"name":"esbuild","version":"0.14.0","main":"main.js"}',
      'other/node_modules/esbuild/main.js': 'module.exports = { build() {}, version: "0.14.0" }',
    })
    const version = async (entry: string, isTrusted: boolean) =>
      (await project.weigh(entry, { isTrusted })).options.esbuild
    assert.equal(await version('src/app.ts', true), '0.99.0')
    assert.equal(await version('src/app.ts', false), esbuild.version)
    assert.equal(await version('other/app.ts', true), esbuild.version, 'too old to rebuild')
  })

  it('stops when it is told to', async () => {
    await project.write({ 'src/app.ts': 'export const handler = 1' })
    const controller = new AbortController()
    controller.abort()
    await assert.rejects(project.weigher().weigh(project.request('src/app.ts'), controller.signal), {
      name: 'AbortError',
    })
  })
})
