import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChildProfiler } from '#bundle/profile/childProfiler.ts'
import type { InitProfile } from '#bundle/profile/initProfile.ts'
import type { ProfileRequest } from '#bundle/profile/initProfiler.ts'
import { BundleProject, signal } from '../bundleProject.ts'

const node = { path: process.execPath, version: process.versions.node }
/** Work that takes many times as long as anything else in these inits. */
const work = (rounds: number) => `let x = 1; for (let i = 0; i < ${rounds}e6; i++) x = (x * 31 + i) % 1000003;`

const packages = {
  'node_modules/heavy/package.json': '{"name":"heavy","version":"3.2.1"}',
  'node_modules/heavy/index.js': `${work(8)} exports.heavy = x; exports.base = require('base')`,
  'node_modules/base/index.js': `${work(8)} exports.base = x`,
  'node_modules/light/index.js': "exports.light = require('base')",
}

describe('the profile of an init', function () {
  this.timeout(120_000)
  let project: BundleProject
  let temporary: string
  beforeEach(async () => {
    project = await BundleProject.open(packages)
    temporary = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
  })
  afterEach(async () => {
    await project.close()
    rmSync(temporary, { recursive: true })
  })

  async function profile(entry: string, more: Partial<ProfileRequest> = {}, stop = signal): Promise<InitProfile> {
    const profiler = new ChildProfiler(() => import('esbuild'), temporary)
    const request: ProfileRequest = {
      ...project.request(entry),
      exportName: 'handler',
      interpreter: node,
      environment: {},
      memoryMb: 512,
      runs: 3,
      ...more,
    }
    return await profiler.profile(request, stop)
  }

  const sources: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      'CommonJS',
      'src/app.js',
      {
        'src/app.js':
          "const { heavy } = require('heavy')\nconst { light } = require('light')\nexports.handler = () => [heavy, light]\n",
      },
    ],
    [
      'ES modules',
      'src/app.mjs',
      {
        'src/app.mjs':
          "import { heavy } from 'heavy'\nimport { light } from 'light'\nexport const handler = () => [heavy, light]\n",
      },
    ],
    [
      'TypeScript',
      'src/app.ts',
      {
        'src/app.ts':
          "import { heavy } from '@lib/own'\nimport { light } from 'light'\nimport rates from './rates.json'\nexport const handler = (): unknown => [heavy, light, rates]\n",
        'src/lib/own.ts': "enum Level { A }\nexport { heavy } from 'heavy'\nexport const level: Level = Level.A",
        'src/rates.json': '{"eur": 1}',
        'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"@lib/*":["src/lib/*"]}}}',
      },
    ],
  ]
  for (const [what, entry, files] of sources) {
    it(`tells what each package and import takes: ${what}`, async () => {
      await project.write(files)
      const found = await profile(entry)
      assert.deepEqual(found.failures, [])
      const modules = new Map(found.modules.map(one => [one.name, one]))
      const [heavy, base, light] = ['heavy', 'base', 'light'].map(name => modules.get(name) ?? assert.fail(name))
      assert.ok(heavy && base && light)
      assert.equal(heavy.version, '3.2.1')
      assert.ok(heavy.savedMs > 10 * light.savedMs, 'what both need stays with the other')
      assert.ok(base.savedMs > 10 * light.savedMs)
      assert.ok(light.aloneMs > 10 * light.savedMs, 'alone it needs the rest as well')
      assert.ok(heavy.aloneMs > heavy.savedMs + 0.5 * base.savedMs)
      const specifier = what === 'TypeScript' ? '@lib/own' : 'heavy'
      const [first] = found.imports
      assert.deepEqual([first?.specifier, first?.line], [specifier, 1])
      assert.ok(Math.abs((first?.savedMs ?? 0) - heavy.savedMs) < 0.5 * heavy.savedMs)
      assert.equal(found.deployed, 'bundle')
      assert.ok(found.sourceMs && found.sourceMs.runs === 3)
      assert.ok(found.initMs.low <= found.initMs.median && found.initMs.median <= found.initMs.high)
    })
  }

  it('tells what was tried, by what it saves', async () => {
    await project.write({
      'src/app.ts':
        "import { heavy, base } from 'heavy'\nconst made = new base.Client(heavy)\nexport const handler = () => made.send()",
      'node_modules/base/index.js': `${work(8)} exports.Client = class { send() {} }`,
    })
    const { variants, initMs } = await profile('src/app.ts')
    const names = variants.map(({ name }) => name)
    assert.deepEqual(
      names.toSorted((a, b) => (a < b ? -1 : 1)),
      ['compile-cache', 'external-sdk', 'lazy:heavy', 'main-fields', 'minified', 'source'],
    )
    assert.deepEqual(
      variants.map(({ savedMs }) => savedMs),
      variants.map(({ savedMs }) => savedMs).toSorted((a, b) => b - a),
    )
    assert.equal(names[0], 'lazy:heavy')
    const [lazy] = variants
    assert.ok(lazy && lazy.savedMs > 0.5 * initMs.median)
    const bytes = new Map(variants.map(one => [one.name, one.bytes]))
    assert.ok((bytes.get('minified') ?? 0) < (bytes.get('main-fields') ?? 0))
    assert.ok((bytes.get('compile-cache') ?? 0) > (bytes.get('main-fields') ?? 0))
  })

  it('is of the source where that is deployed', async () => {
    await project.write({ 'src/app.js': "exports.handler = require('light')" })
    const found = await profile('src/app.js', { shipsFolder: true, codeFolder: '' })
    assert.equal(found.deployed, 'source')
    assert.deepEqual(found.sourceMs, found.initMs)
    assert.ok(found.variants.some(({ name }) => name === 'bundled'))
  })

  it('runs the init as Lambda does, and nothing of this machine', async () => {
    process.env['LAMBDA_LENS_SECRET'] = 'x'
    await project.write({
      'src/app.js': `
        const { env } = process
        if (env.LAMBDA_LENS_SECRET || env.NODE_OPTIONS || process.argv.length > 1) throw new Error('too much is known')
        if (env.TABLE !== 'orders' || !env.AWS_REGION || !env.LAMBDA_TASK_ROOT) throw new Error('too little is known')
        console.log('noise'); process.stderr.write('noise')
        setInterval(() => undefined, 1000)
        exports.handler = () => 1`,
    })
    try {
      const found = await profile('src/app.js', { environment: { TABLE: 'orders' }, runs: 1 })
      assert.deepEqual(found.failures, [])
    } finally {
      delete process.env['LAMBDA_LENS_SECRET']
    }
  })

  const broken: readonly (readonly [string, string, object])[] = [
    [
      'throws',
      "exports.handler = 1\nthrow new RangeError('too far')",
      { code: 'init-failed', message: /RangeError: too far \(.*app.*:\d+:\d+\)/ },
    ],
    ['throws nonsense', 'throw "nonsense"', { code: 'init-failed', message: /nonsense/ }],
    ['ends the process', 'process.exit(3)', { code: 'init-failed', message: /ended with code 3/ }],
    ['does not parse', 'exports.handler = (', { code: 'bundle-failed', message: /app\.js:1:/ }],
  ]
  for (const [what, text, error] of broken) {
    it(`says so where it ${what}`, async () => {
      await project.write({ 'src/app.js': text })
      await assert.rejects(profile('src/app.js'), error)
    })
  }

  it('says where the interpreter cannot tell of ES modules, and tells the rest', async () => {
    await project.write({ 'src/app.mjs': "import 'light'\nexport const handler = 1" })
    const found = await profile('src/app.mjs', { interpreter: { ...node, version: '22.14.0' }, runs: 1 })
    assert.match(
      found.failures.map(({ reason }) => reason).join(),
      /22\.14\.0 .*Node\.js 22\.15 or newer.*esm-needs-node/,
    )
    assert.deepEqual(found.modules, [])
    assert.ok(found.initMs.median > 0)
  })

  it('says where the source needs a bundler, and tells of the bundle', async () => {
    await project.write({
      'src/app.ts': "import page from './page.html'\nexport const handler = () => page",
      'src/page.html': '<p>',
    })
    const settings = { from: 'sam', options: { loader: { '.html': 'text' }, format: 'cjs', minify: true } }
    const found = await profile('src/app.ts', { settings, runs: 1 })
    assert.match(found.failures.map(({ reason }) => reason).join(), /page\.html can only be read by a bundler/)
    assert.ok(found.variants.some(({ name }) => name === 'not-minified'))
  })

  it('stops, and leaves nothing behind', async () => {
    await project.write({ 'src/app.js': 'while (true) {}' })
    const controller = new AbortController()
    const running = profile('src/app.js', {}, controller.signal)
    controller.abort()
    await assert.rejects(running, { name: 'AbortError' })
    assert.deepEqual(readdirSync(temporary), [])
  })
})
