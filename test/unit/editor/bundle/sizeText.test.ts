import assert from 'node:assert/strict'
import type { BundledImport, BundleReport } from '#bundle/bundleReport.ts'
import type { InitProfile } from '#bundle/profile/initProfile.ts'
import { bundlePage } from '#editor/bundle/bundlePage.ts'
import { chainText } from '#editor/bundle/chainText.ts'
import { type HandlerSize, initByImport, type KeptProfile } from '#editor/bundle/handlerSize.ts'
import { hintText, hintTooltip, isOverBudget, statusText, statusTooltip } from '#editor/bundle/sizeText.ts'

const lodash: BundledImport = {
  specifier: 'lodash',
  line: 1,
  span: { start: 0, end: 28 },
  exclusiveBytes: 212_000,
  inclusiveBytes: 230_000,
}
const report: BundleReport = {
  entry: 'src/app.ts',
  bytes: 1_400_000,
  zipBytes: 312_000,
  ownBytes: 10_000,
  packages: Array.from({ length: 7 }, (_, index) => ({
    name: `package_${index}`,
    version: '1.0.0',
    bytes: 200_000 - index,
    why: ['src/app.ts', `node_modules/package_${index}/index.js`],
  })),
  imports: [lodash],
  duplicates: [{ name: 'ms', versions: ['1.0.0', '2.1.3'] }],
  options: { from: 'sam', esbuild: '0.28.2', arguments: ['./src/app.ts', '--bundle'] },
}
const problem = {
  code: 'bundle-failed',
  text: 'Could not resolve "left"',
  file: 'src/app.ts',
  line: 3,
  column: 1,
  remedy: 'Install it.',
}
const profile: InitProfile = {
  initMs: { median: 86, low: 84, high: 89, runs: 10 },
  clock: 'work',
  wallMs: { median: 99, low: 95, high: 120, runs: 10 },
  deployed: 'bundle',
  interpreter: '24.21.0',
  modules: [{ name: 'lodash', version: '4.17.21', aloneMs: 40, savedMs: 38, spread: 2, isDirect: true }],
  imports: [{ specifier: 'lodash', line: 1, aloneMs: 40, savedMs: 38, spread: 2 }],
  variants: [
    { name: 'main-fields', initMs: 60, bytes: 1_000_000, spread: 2, savedMs: 26 },
    { name: 'lazy:lodash', initMs: 90, bytes: 1_400_000, spread: 2, savedMs: -4 },
  ],
  failures: [{ name: 'modules', reason: 'Node.js 20.1.0 cannot tell. Install Node.js 22.15 or newer.' }],
}
const kept: KeptProfile = { profile, specifiers: ['lodash'], lines: ['import x'], at: Date.UTC(2026, 10, 21, 9, 30) }

describe('what is shipped, in words', () => {
  const states: readonly (readonly [string, HandlerSize, string])[] = [
    ['a size', { report }, '$(package) 1.4 MB · zip 312 kB'],
    [
      'one whose zip is not known yet',
      { report: { ...report, zipBytes: undefined } as never },
      '$(package) 1.4 MB · zip …',
    ],
    ['one of before a broken build', { report, problem }, '$(package) 1.4 MB · zip 312 kB (stale)'],
    ['a build that was always broken', { problem }, '$(package) no bundle'],
    ['nothing yet', {}, '$(package) weighing…'],
  ]
  for (const [what, size, text] of states) it(`tells of ${what}`, () => assert.equal(statusText(size), text))

  it('is coloured over the budget only', () => {
    assert.equal(isOverBudget({ report }, { bytes: 1_399_999 }), true)
    assert.equal(isOverBudget({ report }, { bytes: 1_400_000 }), false)
    assert.equal(isOverBudget({ report }, {}), false)
    assert.equal(isOverBudget({}, { bytes: 1 }), false)
  })

  it('has in its tooltip what is in it, what has changed and how much of the limits that is', () => {
    const size: HandlerSize = { report, committed: { bytes: 1_388_000, zipBytes: 313_000 } }
    const lines = statusTooltip('Orders', size, { bytes: 1_000_000 }, kept, '[Report](command:x)').split('\n')
    for (const line of [
      '**Orders**',
      '| Minified bundle | 1.4 MB | 312 kB |',
      "| Of Lambda's 250 MB and 50 MB | 0.5 % | 0.6 % |",
      '| Since the last commit | +12 kB | −1 kB |',
      '| Budget | 1 MB |  |',
      '| package\\_0 1.0.0 | 200 kB | 14 % |',
      '| 2 more | 400 kB | 29 % |',
      '| own code | 10 kB | 0.7 % |',
      'In several versions: ms 1.0.0, 2.1.3',
      '**Init 86 ms \\(84 ms to 89 ms in 10 runs; CPU time as bundle, by 24.21.0\\)**',
      '| lodash 4.17.21 | 38 ms | 40 ms |',
      '| mainFields: module,main | 26 ms | 60 ms | 1 MB |',
      '| lodash loaded when used | −4 ms | 90 ms | 1.4 MB |',
      'Not measured: modules: Node.js 20.1.0 cannot tell. Install Node.js 22.15 or newer.',
      '[Report](command:x)',
    ]) {
      assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`)
    }
    assert.ok(!lines.some(line => line.includes('package\\_5')))
  })

  it('tells of what a deployment uploads, where that is something else', () => {
    const shipped = { bytes: 25 * 1024 * 1024, zipBytes: 5 * 1024 * 1024, as: 'folder' } as const
    const text = statusTooltip('Orders', { report, shipped }, {}, undefined, '')
    assert.match(
      text,
      /\| Deployed: the folder \| 26.2 MB \| 5.24 MB \|\n\| Of Lambda's 250 MB and 50 MB \| 10 % \| 10 % \|/,
    )
  })

  it('says what it does not know', () => {
    const text = statusTooltip(
      'O',
      { report, problem, committed: { reason: 'no git' } },
      { unread: 'lots' },
      undefined,
      '',
    )
    assert.match(text, /\| Since the last commit \| unknown \|/)
    assert.match(text, /The budget is no size: lots/)
    assert.match(
      text,
      /Could not resolve "left" \\\(src\/app\.ts:3\\\)\. Install it\. The figures are of the last build/,
    )
    assert.doesNotMatch(statusTooltip('O', { report }, {}, undefined, ''), /commit|Budget/)
  })

  it('stands at the import lines', () => {
    assert.equal(hintText(lodash, undefined), '212 kB')
    assert.equal(hintText(lodash, 38), '212 kB · 38 ms init')
    assert.equal(hintText({ ...lodash, estimated: true }, undefined), '~212 kB')
    assert.equal(hintText({ ...lodash, external: true }, undefined), undefined)
    assert.equal(hintText({ ...lodash, external: true }, 0.1), undefined)
    assert.equal(hintText({ ...lodash, external: true }, 3), '3 ms init')
    assert.equal(hintText(undefined, -0.2), '0 ms init')
    const [init] = profile.imports
    const tooltip = hintTooltip('lodash', lodash, init, '')
    assert.match(tooltip, /\| Saved without it \| 212 kB \|\n\| With all that it needs \| 230 kB \|/)
    assert.match(tooltip, /\| Init saved without it \| 38 ms ± 1 ms \|\n\| Init of it alone \| 40 ms \|/)
  })

  it('has no milliseconds of other imports than were measured', () => {
    assert.equal(initByImport(kept, report).get('lodash')?.savedMs, 38)
    const other = { ...report, imports: [{ ...lodash, specifier: 'lodash/chunk' }] }
    assert.equal(initByImport(kept, other).size, 0)
    assert.equal(initByImport(undefined, report).size, 0)
  })

  it('is a page', () => {
    const page = bundlePage('Orders', { report, problem }, {}, kept)
    assert.match(page, /\| lodash \(line 1\) \| 212 kB \| 230 kB \| 38 ms \| 40 ms \|/)
    assert.match(page, /\| package\\_6 1\.0\.0 \| 200 kB \| src\/app\.ts › package\\_6\/index\.js \|/)
    assert.match(page, /measured 2026-11-21 09:30 UTC/)
    assert.match(page, /esbuild \.\/src\/app\.ts --bundle/)
    assert.match(page, /No bundle of the text as it is:\*\* Could not resolve/)
    assert.match(bundlePage('O', { report }, {}, kept, 'lodash'), /\*\*lodash \(line 1\)\*\* \| \*\*212 kB\*\*/)
    const folder = { ...report, options: { from: 'folder', folder: 'src', unread: ['requirements.txt'] } }
    assert.match(
      bundlePage('Bills', { report: folder }, {}, undefined),
      /Code folder[\s\S]*Not read: requirements\.txt/,
    )
  })

  it('tells chains without the folders of packages', () => {
    assert.equal(chainText(['src/a.ts', 'node_modules/b/node_modules/@c/d/e.js']), 'src/a.ts › @c/d/e.js')
  })
})
