import assert from 'node:assert/strict'
import { findingsOfFile } from '#editor/fileFindings.ts'
import { applyEdits } from '#syntax/textEdit.ts'

const text = `import { S3Client } from '@aws-sdk/client-s3'

export const handler = async event => {
  const client = new S3Client({})
  return await client.send(event)
}
`
const file = 'app.mjs'
const settings = { handlers: [{ exportName: 'handler' }] }
const ask = (changed = text, severities = {}, facts: object = settings) =>
  findingsOfFile({ file, text: changed, severities }, facts)

describe('the findings of a text in the editor', () => {
  it('carry what the rule asks for, and the page that says why', () => {
    const { findings, complete, failures } = ask()
    assert.deepEqual(
      findings.map(({ rule, severity, url }) => [rule, severity, url]),
      [['hoist-sdk-client', 'info', 'docs/rules/hoist-sdk-client.md']],
    )
    assert.match(findings[0]?.title ?? '', /once/)
    assert.deepEqual([complete, failures], [true, []])
  })

  it('come with one edit that applies all fixes', () => {
    const { fixAll } = ask()
    assert.equal(fixAll.length, 1)
    const fixed = applyEdits(text, fixAll)
    assert.deepEqual(ask(fixed).findings, [])
    assert.ok(fixed.endsWith('  return await client.send(event)\n}\n'))
    assert.deepEqual(ask('export const handler = async () => 1\n').fixAll, [])
  })

  it('are of the handlers that the project names', () => {
    assert.deepEqual(ask(text, {}, { handlers: [] }).findings, [])
    assert.deepEqual(ask(text, {}, { handlers: [{ exportName: 'other' }] }).findings, [])
    assert.equal(ask(text, {}, {}).findings.length, 1)
  })

  it('have the severity that was asked for', () => {
    assert.deepEqual(ask(text, { 'hoist-sdk-client': 'off' }).findings, [])
    assert.equal(ask(text, { 'hoist-sdk-client': 'error' }).findings[0]?.severity, 'error')
  })

  it('have no edits while the text does not parse', () => {
    const { findings, complete, fixAll } = ask(text.replace('event)\n', 'event\n'))
    assert.equal(complete, false)
    assert.deepEqual(fixAll, [])
    for (const { fix, suggestions } of findings) assert.deepEqual([fix, suggestions], [null, []])
  })
})
