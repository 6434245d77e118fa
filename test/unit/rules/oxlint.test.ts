import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fixes as hoistFixes } from './hoist-sdk-client/fixes.ts'
import { nearMisses as hoistNearMisses } from './hoist-sdk-client/nearMisses.ts'
import { fixes as narrowFixes } from './narrow-sdk-import/fixes.ts'
import { nearMisses as narrowNearMisses } from './narrow-sdk-import/nearMisses.ts'
import { fixes as reuseFixes } from './reuse-connections/fixes.ts'
import { nearMisses as reuseNearMisses } from './reuse-connections/nearMisses.ts'
import type { FixCase, RuleCase } from './ruleCases.ts'

const plugin = join(import.meta.dirname, '../../../src/rules/eslintPlugin.ts')
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint')

/** Each rule by itself: of one text several may have something to say. */
const tables: Readonly<
  Record<string, { readonly fixes: readonly FixCase[]; readonly nearMisses: readonly RuleCase[] }>
> = {
  'hoist-sdk-client': { fixes: hoistFixes, nearMisses: hoistNearMisses },
  'narrow-sdk-import': { fixes: narrowFixes, nearMisses: narrowNearMisses },
  'reuse-connections': { fixes: reuseFixes, nearMisses: reuseNearMisses },
}

describe('the rules in oxlint', function () {
  this.timeout(60_000)
  let folder: string
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'lambda-lens-oxlint-'))))
  after(async () => await rm(folder, { recursive: true }))

  const folderFor = async (id: string, cases: readonly RuleCase[]) => {
    const own = join(folder, id, cases === tables[id]?.fixes ? 'fixes' : 'silent')
    await mkdir(own, { recursive: true })
    const rules = { [`lambda-lens/${id}`]: 'warn' }
    const config = { jsPlugins: [plugin], categories: { correctness: 'off' }, rules }
    await writeFile(join(own, '.oxlintrc.json'), JSON.stringify(config))
    for (const [index, { code, file = 'handler.mjs', settings }] of cases.entries()) {
      if (!settings) await writeFile(join(own, `${index}-${file}`), code)
    }
    return own
  }

  for (const [id, { fixes, nearMisses }] of Object.entries(tables)) {
    it(`${id} finds and fixes what it does in ESLint`, async () => {
      const own = await folderFor(id, fixes)
      const files = fixes.flatMap(({ file = 'handler.mjs', settings }, index) => (settings ? [] : [`${index}-${file}`]))
      const found = await lint(own, [])
      const byName = (a: string, b: string) => parseInt(a, 10) - parseInt(b, 10)
      assert.deepEqual(
        found.toSorted(byName),
        files.map(file => `${file} lambda-lens(${id})`),
      )
      await lint(own, ['--fix'])
      for (const [index, { file = 'handler.mjs', after, settings }] of fixes.entries()) {
        if (!settings) assert.equal(await readFile(join(own, `${index}-${file}`), 'utf8'), after)
      }
    })

    it(`${id} is as silent as in ESLint`, async () => {
      assert.deepEqual(await lint(await folderFor(id, nearMisses), []), [])
    })
  }
})

async function lint(folder: string, options: readonly string[]): Promise<readonly string[]> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [oxlint, '--format=json', ...options, '.'], { cwd: folder }, (_, stdout, stderr) =>
      stdout.startsWith('{') ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`)),
    )
  })
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  return diagnostics.map(({ code, filename }) => `${filename} ${code}`)
}
