import assert from 'node:assert/strict'
import * as esbuild from 'esbuild'
import type { Esbuild } from '#bundle/findEsbuild.ts'
import type { WeigherOptions } from '#bundle/handlerBundles.ts'
import { BundleProject, signal } from './bundleProject.ts'

/** An esbuild that counts. */
function counted() {
  const counts = { builds: 0, open: 0, contexts: 0 }
  let onDispose: (() => void) | undefined
  const counting: Esbuild = {
    ...esbuild,
    build: options => {
      counts.builds++
      return esbuild.build(options)
    },
    context: async options => {
      const context = await esbuild.context(options)
      counts.open++
      counts.contexts++
      return {
        ...context,
        dispose: async () => {
          counts.open--
          await context.dispose()
          onDispose?.()
        },
      }
    },
  }
  const disposed = new Promise<void>(resolve => {
    onDispose = resolve
  })
  return { counts, disposed, options: { shippedEsbuild: async () => counting } satisfies Partial<WeigherOptions> }
}

describe('bundles in memory', function () {
  this.timeout(30_000)
  let project: BundleProject
  const handlers = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts']
  const app = "import { x } from './shared'\nexport const handler = () => x\n"
  beforeEach(async () => {
    project = await BundleProject.open({
      ...Object.fromEntries(handlers.map(name => [name, app])),
      // Too long to be put where it is used.
      'shared.ts': `export const x = '${'x'.repeat(100)}'`,
    })
  })
  afterEach(async () => await project.close())

  it('are those of the latest handlers', async () => {
    const { counts, options } = counted()
    const weigher = project.weigher({ ...options, most: 2, freeMemory: () => 1 })
    for (const entry of [...handlers, 'e.ts', 'd.ts']) await weigher.weigh(project.request(entry), signal)
    assert.deepEqual([counts.contexts, counts.open], [handlers.length, 2])
    await weigher.weigh(project.request('a.ts'), signal)
    assert.deepEqual([counts.contexts, counts.open], [handlers.length + 1, 2])
  })

  it('are only the one in use where memory is scarce', async () => {
    const { counts, options } = counted()
    let free = 1
    const weigher = project.weigher({ ...options, most: 3, freeMemory: () => free })
    for (const entry of ['a.ts', 'b.ts', 'c.ts']) await weigher.weigh(project.request(entry), signal)
    assert.equal(counts.open, 3)
    free = 0.05
    await weigher.weigh(project.request('d.ts'), signal)
    assert.equal(counts.open, 1)
  })

  it('are few where their sources are large', async () => {
    const large = `export const x = '${'x'.repeat(9_000_000)}'`
    await project.write({ 'shared.ts': large })
    const { counts, options } = counted()
    const weigher = project.weigher({ ...options, most: 9, freeMemory: () => 1 })
    for (const entry of handlers) await weigher.weigh(project.request(entry), signal)
    assert.equal(counts.open, 2)
  })

  it('are dropped when nobody has asked for a while; the last sizes stay', async () => {
    const { counts, options, disposed } = counted()
    const weigher = project.weigher({ ...options, idleMs: 1 })
    const request = project.request('a.ts')
    await weigher.weigh(request, signal)
    await disposed
    assert.equal(counts.open, 0)
    await project.write({ 'a.ts': '(' })
    const broken = await weigher.weigh(request, signal)
    assert.ok('stale' in broken && broken.stale)
  })

  it('are made anew for other options', async () => {
    const { counts, options } = counted()
    const weigher = project.weigher(options)
    const sizes: number[] = []
    for (const target of ['es2022', 'es5', 'es5']) {
      const settings = { from: 'sam', options: { target, format: 'cjs' } }
      const weighing = await weigher.weigh(project.request('a.ts', { settings }), signal)
      sizes.push('report' in weighing ? weighing.report.bytes : 0)
    }
    assert.deepEqual([counts.contexts, counts.open], [2, 1])
    assert.ok(sizes[0] !== sizes[1] && sizes[1] === sizes[2])
  })

  it('tell the costs of imports again without building, as long as only the handler has changed', async () => {
    const { counts, options } = counted()
    const weigher = project.weigher(options)
    const imports = async () => {
      const before = counts.builds
      const weighing = await weigher.weigh(project.request('a.ts'), signal)
      const report = 'report' in weighing ? weighing.report : assert.fail('no report')
      return { builds: counts.builds - before, first: report.imports?.[0] ?? assert.fail('no imports') }
    }
    const first = await imports()
    await project.write({ 'a.ts': `// more\n${app}export const other = 'other'\n` })
    const edited = await imports()
    assert.ok(edited.builds < first.builds)
    assert.deepEqual([edited.first.line, edited.first.exclusiveBytes], [2, first.first.exclusiveBytes])
    await project.write({ 'shared.ts': `export const x = '${'x'.repeat(114)}'` })
    const grown = await imports()
    assert.equal(grown.builds, first.builds)
    assert.equal(grown.first.exclusiveBytes, first.first.exclusiveBytes + 14)
    await project.write({ 'a.ts': `import './side'\n${app}`, 'side.ts': 'globalThis.side = 1' })
    assert.equal((await imports()).first.specifier, './side')
    await project.write({ 'a.ts': app })
    const undone = await imports()
    assert.ok(undone.builds < grown.builds, 'known from before')
    assert.equal(undone.first.exclusiveBytes, grown.first.exclusiveBytes)
  })
})
