import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { rules } from '#rules/rules.ts'
import { fixes } from './hoist-sdk-client/fixes.ts'
import { nearMisses } from './hoist-sdk-client/nearMisses.ts'

const plugin = join(import.meta.dirname, '../../../src/rules/eslintPlugin.ts')
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint')

describe('the rules in oxlint', function () {
  this.timeout(60_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-oxlint-'))
    const config = {
      jsPlugins: [plugin],
      categories: { correctness: 'off' },
      rules: Object.fromEntries(Object.keys(rules).map(id => [`lambda-lens/${id}`, 'warn'])),
    }
    await writeFile(join(folder, '.oxlintrc.json'), JSON.stringify(config))
  })
  after(async () => await rm(folder, { recursive: true }))

  it('find and fix what they do in ESLint', async () => {
    for (const [index, { code, file = 'handler.mjs' }] of fixes.entries()) {
      await writeFile(join(folder, `${index}-${file}`), code)
    }
    const found = await lint(folder, [])
    assert.deepEqual(
      found.toSorted((a, b) => parseInt(a, 10) - parseInt(b, 10)),
      fixes.map(({ file = 'handler.mjs' }, index) => `${index}-${file} lambda-lens(hoist-sdk-client)`),
    )
    await lint(folder, ['--fix'])
    for (const [index, { file = 'handler.mjs', after }] of fixes.entries()) {
      assert.equal(await readFile(join(folder, `${index}-${file}`), 'utf8'), after)
    }
  })

  it('are as silent as in ESLint', async () => {
    const silent = join(folder, 'silent')
    await mkdir(silent)
    for (const [index, { code, file = 'handler.mjs', settings }] of nearMisses.entries()) {
      if (!settings) await writeFile(join(silent, `${index}-${file}`), code)
    }
    assert.deepEqual(await lint(silent, ['-c', join(folder, '.oxlintrc.json')]), [])
  })
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
