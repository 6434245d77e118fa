import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CheckReport } from '#rules/checkReport.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import { runCommand } from '../../support/commandLine.ts'

const handler = `import { S3Client } from '@aws-sdk/client-s3'

export const handler = async event => {
  const client = new S3Client({})
  return client.send(event)
}
`
const fixed = `import { S3Client } from '@aws-sdk/client-s3'

const client = new S3Client({})

export const handler = async event => {
  return client.send(event)
}
`
const template = `Resources:
  Named:
    Type: AWS::Serverless::Function
    Properties: { Handler: src/named.work, Runtime: nodejs24.x, CodeUri: . }
`

describe('lambda-lens check', function () {
  this.timeout(60_000)
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-check-'))
  })
  afterEach(async () => await rm(folder, { recursive: true }))

  async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
  }

  const read = (name: string) => readFile(join(folder, name), 'utf8')

  async function check(args: readonly string[]): Promise<CheckReport> {
    const { code, stdout, stderr } = await runCommand(['check', ...args, '--json'], {}, folder)
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout) as CheckReport
  }

  it('tells what it finds, where, and the edits', async () => {
    await write({ 'src/a.mjs': handler })
    const { findings, skipped } = await check(['.'])
    assert.deepEqual(skipped, [])
    const [found] = findings
    assert.ok(found && findings.length === 1)
    const { message, fix, ...place } = found
    assert.deepEqual(place, {
      file: 'src/a.mjs',
      rule: 'hoist-sdk-client',
      severity: 'info',
      line: 4,
      column: 18,
      endLine: 4,
      endColumn: 34,
      url: 'docs/rules/hoist-sdk-client.md',
      suggestions: [],
    })
    assert.match(message, /A new S3Client is made on every call/)
    assert.equal(applyEdits(handler, fix ?? []), fixed)
    assert.equal(await read('src/a.mjs'), handler)
  })

  it('writes the fixes, and then finds nothing', async () => {
    await write({ 'src/a.mjs': handler, 'src/b.mjs': `\uFEFF${handler.replaceAll('\n', '\r\n')}` })
    assert.deepEqual((await check(['src', '--fix'])).findings, [])
    assert.equal(await read('src/a.mjs'), fixed)
    assert.equal(await read('src/b.mjs'), `\uFEFF${fixed.replaceAll('\n', '\r\n')}`)
    assert.deepEqual(await check(['src/a.mjs', '--fix-dry-run']), { findings: [], skipped: [], fixed: [] })
  })

  it('shows the fixes without writing them', async () => {
    await write({ 'a.mjs': handler })
    const report = await check(['a.mjs', '--fix-dry-run'])
    assert.equal(report.findings.length, 1)
    assert.deepEqual(report.fixed, [{ file: 'a.mjs', text: fixed }])
    assert.equal(await read('a.mjs'), handler)
  })

  it('looks at what templates name, and at nothing else where there are templates', async () => {
    const named = handler.replace('handler', 'work')
    await write({ 'template.yaml': template, 'src/named.mjs': named, 'src/other.mjs': handler })
    assert.deepEqual(
      (await check(['.'])).findings.map(({ file }) => file),
      ['src/named.mjs'],
    )
  })

  it('skips what it cannot read or should not change, with the reason', async () => {
    const half = handler.replace('return', 'return (')
    await write({
      'half.mjs': half,
      'big.mjs': `${handler}// ${'x'.repeat(1_000_001)}`,
      'minified.mjs': handler.replaceAll('\n', ';') + `export const a=[${'1,'.repeat(5_000)}]`,
      'latin1.mjs': Buffer.from(`${handler}// \xe9`, 'latin1'),
      'notes.txt': 'handler',
    })
    const report = await check(['.', 'notes.txt', '--fix'])
    assert.deepEqual(
      report.skipped.map(({ file, reason }) => [file, reason.replace(/:.*/, '')]),
      [
        ['big.mjs', 'It is over a million characters long'],
        ['half.mjs', 'It has syntax errors'],
        ['latin1.mjs', 'It is not UTF-8 text.'],
        ['minified.mjs', 'It is minified'],
        ['notes.txt', 'It is no source file of JavaScript or TypeScript that people write.'],
      ],
    )
    assert.deepEqual(
      report.findings.map(({ file, fix, whyNoFix }) => [file, fix, whyNoFix]),
      [['half.mjs', null, 'The file has syntax errors.']],
    )
    assert.equal(await read('half.mjs'), half)
  })

  it('fails on findings of the severity that is asked for', async () => {
    await write({ 'a.mjs': handler })
    const codes = await Promise.all(
      ['info', 'warning', 'error'].map(
        async level => (await runCommand(['check', '--fail-on', level], {}, folder)).code,
      ),
    )
    assert.deepEqual(codes, [1, 0, 0])
  })

  it('writes SARIF', async () => {
    await write({ 'src/a b.mjs': handler })
    const { stdout } = await runCommand(['check', '.', '--sarif'], {}, folder)
    const { version, runs } = JSON.parse(stdout)
    const [{ results, tool }] = runs
    assert.deepEqual([version, tool.driver.name, results.length], ['2.1.0', 'lambda-lens', 1])
    const [{ ruleId, level, locations, fixes }] = results
    assert.deepEqual([ruleId, level], ['hoist-sdk-client', 'note'])
    assert.deepEqual(locations[0].physicalLocation, {
      artifactLocation: { uri: 'src/a%20b.mjs' },
      region: { startLine: 4, startColumn: 18, endLine: 4, endColumn: 34 },
    })
    assert.equal(fixes[0].artifactChanges[0].replacements.length, 2)
  })

  it('says a finding in a line', async () => {
    await write({ 'a.mjs': handler })
    const { stdout } = await runCommand(['check', 'a.mjs'], {}, folder)
    assert.match(stdout, /^a\.mjs:4:18 {2}info {2}A new S3Client .* {2}hoist-sdk-client \(fix\)\n$/)
  })

  for (const [what, args, says] of [
    ['a path that is not there', ['none.js'], /no-file/],
    ['a rule that is not there', ['--rule', 'none'], /The rules are .*hoist-sdk-client.*no-rule/],
    ['a severity that is not there', ['--fail-on', 'all'], /bad-arguments/],
    ['two ways to fix', ['--fix', '--fix-dry-run'], /exclude each other/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await runCommand(['check', ...args], {}, folder)
      assert.equal(code, 2)
      assert.match(stderr, says)
    })
  }
})
