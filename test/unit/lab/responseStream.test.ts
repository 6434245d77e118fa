import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { TestLab } from './testLab.ts'

const streaming = (body: string) => ({
  'index.mjs': `
import { existsSync, writeFileSync } from 'node:fs'
export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`,
})

describe('InvokeWithResponseStream', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  const invoke = (
    FunctionName: string,
    event: unknown = {},
    more: Partial<InvokeWithResponseStreamCommandInput> = {},
  ) =>
    lab.lambda.send(
      new InvokeWithResponseStreamCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), ...more }),
    )
  /** All that comes: pieces of the response, and how the call ended. `onPiece` is told of each. */
  async function collect(answer: Awaited<ReturnType<typeof invoke>>, onPiece = (_: string) => {}) {
    const pieces: string[] = []
    let end
    for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
      if (InvokeComplete) end = InvokeComplete
      if (!PayloadChunk) continue
      pieces.push(Buffer.from(PayloadChunk.Payload ?? []).toString())
      onPiece(pieces.at(-1) ?? '')
    }
    return { text: pieces.join(''), pieces: pieces.length, end }
  }

  it('has each piece when the function writes it', async () => {
    // The function writes its second piece only when the first has been seen here.
    const wait = 'while (!existsSync(event.file)) await new Promise(look => setTimeout(look, 5))'
    await lab.create('pieces', streaming(`stream.write('first '); ${wait}; stream.end('second ä')`), { Timeout: 10 })
    const folder = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
    const file = join(folder, 'seen')
    const answer = await invoke('pieces', { file }, { LogType: 'Tail' })
    assert.deepEqual([answer.StatusCode, answer.ExecutedVersion, existsSync(file)], [200, '$LATEST', false])
    const { text, end } = await collect(answer, () => writeFileSync(file, ''))
    assert.equal(text, 'first second ä')
    assert.equal(end?.ErrorCode, undefined)
    assert.match(Buffer.from(end?.LogResult ?? '', 'base64').toString(), /^REPORT RequestId: \S+\tDuration: /m)
    rmSync(folder, { recursive: true })
    // The same function answers Invoke with the whole.
    await lab.create('whole', streaming("stream.write('[1,'); stream.end('2]')"))
    assert.deepEqual((await lab.call('whole')).payload, [1, 2])
  })

  it('takes more than 6 MB', async () => {
    await lab.create('large', streaming("for (let n = 0; n < 8; n++) stream.write('x'.repeat(1e6)); stream.end()"))
    const { text, pieces } = await collect(await invoke('large'))
    assert.equal(text.length, 8_000_000)
    assert.ok(pieces > 1)
    const { payload } = await lab.call('large')
    assert.equal((payload as { errorType: string }).errorType, 'Function.ResponseSizeTooLarge')
  })

  it('has the answer of a function that does not stream in one piece', async () => {
    await lab.create('plain', { 'index.mjs': 'export const handler = async event => event' })
    const { text, pieces, end } = await collect(await invoke('plain', { a: 1 }))
    assert.deepEqual([text, pieces, end], ['{"a":1}', 1, {}])
    await lab.create('python', { 'index.py': 'def handler(event, context):\n  return 7' }, { Runtime: 'python3.13' })
    assert.equal((await collect(await invoke('python'))).text, '7')
  })

  it('tells how a call failed, before and amid its response', async () => {
    const cases = [
      ["throw new RangeError('early')", '', 'RangeError'],
      [
        "stream.write('half'); await new Promise(go => setTimeout(go, 20)); throw new RangeError('midway')",
        'half',
        'RangeError',
      ],
      ["stream.write('half')", 'half', 'Runtime.NodeJsExit'],
      [
        "stream.write('half'); setTimeout(() => process.exit(3), 20); await new Promise(() => {})",
        'half',
        'Runtime.ExitError',
      ],
      ["stream.write('half'); await new Promise(go => setTimeout(go, 20)); for (;;);", 'half', 'Sandbox.Timedout'],
    ] as const
    for (const [index, [body, expected, errorType]] of cases.entries()) {
      await lab.create(`fails${index}`, streaming(body), { Timeout: 1 })
      const { text, end } = await collect(await invoke(`fails${index}`))
      const details = JSON.parse(end?.ErrorDetails ?? '{}')
      assert.deepEqual([text, end?.ErrorCode, details.errorType], [expected, 'Unhandled', errorType], body)
      // Invoke has nothing of a response that failed.
      assert.equal(((await lab.call(`fails${index}`)).payload as { errorType: string }).errorType, errorType)
    }
  })

  it('is refused as Invoke is', async () => {
    await assert.rejects(invoke('absent'), { name: 'ResourceNotFoundException' })
    await lab.create('none', streaming('stream.end()'))
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'none', ReservedConcurrentExecutions: 0 }))
    await assert.rejects(invoke('none'), { name: 'TooManyRequestsException' })
  })

  it('waits for who reads slowly, and holds nobody else up', async () => {
    const body = "for (let n = 0; n < 20; n++) stream.write('x'.repeat(1e6)); stream.end()"
    await lab.create('slow', streaming(body), { Timeout: 10 })
    const { EventStream = [] } = await invoke('slow')
    let bytes = 0
    for await (const { PayloadChunk } of EventStream) {
      if (bytes === 0) assert.equal((await collect(await invoke('slow'))).text.length, 20_000_000)
      bytes += PayloadChunk?.Payload?.length ?? 0
    }
    assert.equal(bytes, 20_000_000)
  })

  it('goes on when the caller does not read to the end', async () => {
    const body = "for (let n = 0; n < 20; n++) stream.write('x'.repeat(1e6)); stream.end()"
    await lab.create('left', streaming(body), { Timeout: 10 })
    const { EventStream = [] } = await invoke('left')
    for await (const event of EventStream) if (event.PayloadChunk) break
    assert.equal((await collect(await invoke('left'))).text.length, 20_000_000)
  })
})
