import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestLab } from './lab/testLab.ts'
import { keptCalls } from '../../src/keptCalls.ts'

describe('the calls that labs have kept', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-test-'))
  })
  after(async () => await rm(folder, { recursive: true }))

  const { signal } = new AbortController()
  const always = { from: 0, to: Number.MAX_SAFE_INTEGER }
  const line = (id: string, time: number) => {
    const report = `REPORT RequestId: ${id}\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\n`
    return `${JSON.stringify(['/aws/lambda/written', '2026/11/21/[3]00', report, time])}\n`
  }

  it('are those that a lab has logged, as text and as JSON, traced or not', async () => {
    const dataFolder = join(folder, 'logged')
    const lab = await TestLab.start({ dataFolder })
    const files = { 'index.mjs': 'export const handler = async () => console.log("REPORT RequestId: mine")' }
    await lab.create('text', files, { TracingConfig: { Mode: 'Active' } })
    await lab.create('json', files, { LoggingConfig: { LogFormat: 'JSON' } })
    const logged = [await lab.call('text'), await lab.call('text')].map(({ report }) => report.get('Duration'))
    await lab.call('json')
    await lab.stop()
    const kept = keptCalls(dataFolder)
    const calls = await kept.invocations('text', always, signal)
    assert.deepEqual(
      calls.map(({ durationMs }) => `${durationMs.toFixed(2)} ms`),
      logged,
    )
    assert.deepEqual(
      calls.map(({ initMs, version, xrayTraceId }) => [initMs !== undefined, version, xrayTraceId !== undefined]),
      [
        [true, '$LATEST', true],
        [false, '$LATEST', true],
      ],
    )
    assert.equal((await kept.invocations('json', always, signal)).length, 1)
    assert.deepEqual(await kept.invocations('absent', always, signal), [])
  })

  it('are read again when there are more, from both files, in the window asked for', async () => {
    await writeFile(join(folder, 'logs.old.ndjson'), line('a', 1000))
    await writeFile(join(folder, 'logs.ndjson'), `${line('b', 2000)}["half a line`)
    const kept = keptCalls(folder)
    const ids = async (window = always) =>
      (await kept.invocations('written', window, signal)).map(({ requestId }) => requestId)
    assert.deepEqual(await ids(), ['a', 'b'])
    await appendFile(join(folder, 'logs.ndjson'), `\n${line('c', 3000)}`)
    assert.deepEqual(await ids(), ['a', 'b', 'c'])
    assert.deepEqual(await ids({ from: 2000, to: 3000 }), ['b'])
  })

  it('are none without a folder, or with nothing in it', async () => {
    assert.deepEqual(await keptCalls(undefined).invocations('f', always, signal), [])
    assert.deepEqual(await keptCalls('/nowhere').invocations('f', always, signal), [])
    await assert.rejects(keptCalls(folder).invocations('written', always, AbortSignal.abort()), { name: 'AbortError' })
  })
})
