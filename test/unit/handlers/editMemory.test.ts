import assert from 'node:assert/strict'
import { editTo1024, expectLines } from './memoryEdits.ts'

function sam(...properties: readonly string[]): string {
  return [
    'Resources:',
    '  Orders:',
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    ...properties.map(line => `      ${line}`),
    '  Other:',
    '    Type: AWS::Serverless::Function',
    '    Properties: { CodeUri: src, Handler: b.handler, Runtime: nodejs24.x }',
    '',
  ].join('\n')
}

const basics = ['CodeUri: src', 'Handler: a.handler', 'Runtime: nodejs24.x']

describe('editMemory, in SAM and CloudFormation', () => {
  it('replaces the value in its place, and nothing else', async () => {
    const text = sam(...basics, 'MemorySize: 512 # enough', 'Timeout: 3')
    const done = await editTo1024({ 'template.yaml': text }, 'template.yaml')
    assert.deepEqual([done.file, done.fromMb, done.alsoChanges], ['template.yaml', 512, []])
    assert.equal(done.after, text.replace('512', '1024'))
    assert.equal(done.edits.length, 1)
  })

  it('keeps quotation marks', async () => {
    const done = await editTo1024({ 'template.yaml': sam(...basics, "MemorySize: '512'") }, 'template.yaml')
    expectLines(done, ["      MemorySize: '512'"], ["      MemorySize: '1024'"])
  })

  it('adds it where there is none, after a line of the same kind', async () => {
    const done = await editTo1024(
      { 'template.yaml': sam(...basics, 'Timeout: 3 # s', 'Tracing: Active') },
      'template.yaml',
    )
    assert.equal(done.fromMb, undefined)
    assert.match(done.after, /Timeout: 3 # s\n {6}MemorySize: 1024\n {6}Tracing: Active/)
  })

  it('adds it to settings on one line, and to none', async () => {
    const flow = sam(...basics).replace('{ CodeUri: src, Handler: b', '{ CodeUri: src, Handler: b')
    const done = await editTo1024({ 'template.yaml': flow }, 'template.yaml', 'Other')
    expectLines(
      done,
      ['    Properties: { CodeUri: src, Handler: b.handler, Runtime: nodejs24.x }'],
      ['    Properties: { MemorySize: 1024, CodeUri: src, Handler: b.handler, Runtime: nodejs24.x }'],
    )
    const none = 'Resources:\n  Orders:\n    Type: AWS::Serverless::Function\n    Properties: {}\n'
    assert.match(
      (await editTo1024({ 'template.yaml': none }, 'template.yaml')).after,
      /Properties: { MemorySize: 1024 }\n/,
    )
  })

  it('keeps the line breaks of the file', async () => {
    const text = sam(...basics).replaceAll('\n', '\r\n')
    const { after } = await editTo1024({ 'template.yaml': text }, 'template.yaml')
    assert.match(after, /Runtime: nodejs24.x\r\n {6}MemorySize: 1024\r\n/)
    assert.ok(!/[^\r]\n/.test(after))
  })

  const globals = 'Globals:\n  Function:\n    MemorySize: 256\n'

  it('gives a function its own value beside the one that all share', async () => {
    const done = await editTo1024({ 'template.yaml': globals + sam(...basics) }, 'template.yaml')
    assert.deepEqual([done.fromMb, done.alsoChanges], [256, []])
    assert.match(done.after, /MemorySize: 256\n[^]*Runtime: nodejs24.x\n {6}MemorySize: 1024\n/)
  })

  it('changes a parameter that it takes the value from, and says who else does', async () => {
    const parameters = 'Parameters:\n  Size:\n    Type: Number\n    Default: 256\n'
    const text =
      parameters + sam(...basics, 'MemorySize: !Ref Size').replace('Handler: b', 'MemorySize: !Ref Size, Handler: b')
    const done = await editTo1024({ 'template.yaml': text }, 'template.yaml')
    expectLines(done, ['    Default: 256'], ['    Default: 1024'])
    assert.deepEqual(done.alsoChanges, [{ template: 'template.yaml', logicalId: 'Other' }])
  })

  it('refuses what a condition chooses, and says between what', async () => {
    const text = `Conditions: { IsProd: !Equals [a, b] }\n${sam(...basics, 'MemorySize: !If [IsProd, 1769, 512]')}`
    await assert.rejects(editTo1024({ 'template.yaml': text }, 'template.yaml'), {
      code: 'template-not-edited',
      message: /a condition chooses its memory: 1769 or 512 MB/,
    })
  })

  it('refuses what is known only when it is deployed', async () => {
    const text = sam(...basics, 'MemorySize: !ImportValue Size')
    await assert.rejects(editTo1024({ 'template.yaml': text }, 'template.yaml'), { code: 'template-not-edited' })
  })

  it('refuses what comes from an anchor that others use: there is no place of its own', async () => {
    const text = sam('<<: &basics { CodeUri: src, Handler: a.handler, MemorySize: 512 }').replace(
      'Properties: { CodeUri: src, Handler: b.handler, Runtime: nodejs24.x }',
      'Properties: *basics',
    )
    const done = await editTo1024({ 'template.yaml': text }, 'template.yaml')
    assert.equal(done.after.match(/1024/g)?.length, 1)
  })

  it('says so when there is no such function', async () => {
    await assert.rejects(editTo1024({ 'template.yaml': sam(...basics) }, 'template.yaml', 'Gone'), {
      code: 'no-definition',
    })
  })

  it('edits JSON in its layout', async () => {
    const resource = {
      Type: 'AWS::Lambda::Function',
      Properties: { Handler: 'a.b', Runtime: 'nodejs24.x', Code: 'src' },
    }
    const long = JSON.stringify({ Resources: { Orders: resource } }, undefined, 2)
    const { after } = await editTo1024({ 'template.json': long }, 'template.json')
    assert.match(after, /"Runtime": "nodejs24.x",\n {8}"MemorySize": 1024,\n {8}"Code"/)
    const short = JSON.stringify({ Resources: { Orders: resource } })
    assert.match(
      (await editTo1024({ 'template.json': short }, 'template.json')).after,
      /"Properties":{"MemorySize": 1024, "Handler"/,
    )
    const last = { ...resource, Properties: { Handler: 'a.b', Runtime: 'nodejs24.x' } }
    const ending = JSON.stringify({ Resources: { Orders: last } }, undefined, 2)
    assert.match(
      (await editTo1024({ 'template.json': ending }, 'template.json')).after,
      /"Runtime": "nodejs24.x",\n {8}"MemorySize": 1024\n {6}}/,
    )
  })
})
