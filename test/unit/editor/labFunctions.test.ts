import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { silentLog } from '#common/log.ts'
import { LabFunctions, type LabFunction } from '#editor/labFunctions.ts'
import { Journal } from '#tuning/journal.ts'
import { keptCalls } from '../../../src/keptCalls.ts'
import { startLabServices } from '../../../src/labServices.ts'

const script = join(import.meta.dirname, '../../../src/lab/main.ts')
const { signal } = new AbortController()

/** As the window has them: a lab of its own, whose logs stay in the workspace's storage. */
describe('the functions of a window’s lab', function () {
  this.timeout(60_000)
  let folder: string
  const open = () =>
    new LabFunctions(
      async () => {
        const services = await startLabServices({ script, dataFolder: join(folder, 'storage/lab') }, silentLog)
        return { ...services, journal: new Journal(join(folder, 'journal')) }
      },
      esbuildBundler(() => import('esbuild')),
      silentLog,
      () => {},
      async () => keptCalls(join(folder, 'storage/lab')),
    )
  const target = (): LabFunction => ({
    root: folder,
    handler: {
      file: 'app.js',
      exportName: 'handler',
      language: 'javascript',
      span: { start: 0, end: 1 },
      line: 1,
      certainty: 'likely',
    },
  })
  const write = (word: string) => writeFile(join(folder, 'app.js'), `exports.handler = async () => '${word}'`)
  const run = async (functions: LabFunctions) => {
    const name = await functions.deploy(target(), signal)
    const { invoker } = await functions.connection()
    return (await invoker.invoke(name, '$LATEST', '{}', signal)).payload
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-test-'))
  })
  after(async () => await rm(folder, { recursive: true }))

  it('run the source as it is at each call', async () => {
    const functions = open()
    try {
      await write('first')
      assert.equal(await run(functions), '"first"')
      await write('second')
      assert.equal(await run(functions), '"second"')
    } finally {
      await functions.dispose()
    }
  })

  it('are remembered when the window is loaded anew', async () => {
    const before = open()
    await write('remembered')
    await run(before)
    const day = 24 * 60 * 60 * 1000
    const calls = async (functions: LabFunctions) => {
      await functions.connection()
      const found = await functions.invocations(target(), day, signal)
      return found?.map(({ requestId, durationMs }) => [requestId, durationMs]) ?? []
    }
    const seen = await calls(before)
    assert.ok(seen.length > 0)
    const anew = open()
    // As a window does: the next one begins before the last lab has ended.
    const [after] = await Promise.all([calls(anew), before.dispose()])
    assert.deepEqual(after, seen)
    await anew.dispose()
    // Without a lab: what the lenses of a new window show before anything is run.
    const idle = open()
    const kept = await idle.invocations(target(), day, signal)
    assert.deepEqual(
      kept?.map(({ requestId, durationMs }) => [requestId, durationMs]),
      seen,
    )
    const other = { ...target(), handler: { ...target().handler, exportName: 'other' } }
    assert.equal(await idle.invocations(other, day, signal), undefined)
    assert.equal(idle.isRunning, false)
  })
})
