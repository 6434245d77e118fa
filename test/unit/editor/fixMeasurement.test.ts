import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { esbuildBundler } from '#bundle/esbuildBundler.ts'
import { LensError } from '#common/errors.ts'
import { silentLog } from '#common/log.ts'
import { effectText } from '#editor/effectText.ts'
import { measureChange } from '#editor/fixMeasurement.ts'
import { LabFunctions } from '#editor/labFunctions.ts'
import { startLabServices } from '#labServices.ts'
import { Journal } from '#tuning/journal.ts'

const busy = `const busy = ms => {
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
  for (const start = used(); used() < start + ms;);
}
`
const perCall = `${busy}export const handler = async event => { busy(10); return event.n }\n`
const once = `${busy}busy(10)\nexport const handler = async event => event.n\n`
const { signal } = new AbortController()

describe('measuring a fix in the lab', function () {
  this.timeout(120_000)
  let root: string
  let lab: LabFunctions

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'lambda-lens-fix-'))
    await writeFile(join(root, 'app.mjs'), 'on disk stands neither\n')
    const script = join(import.meta.dirname, '../../../src/lab/main.ts')
    lab = new LabFunctions(
      async () => ({ ...(await startLabServices({ script }, silentLog)), journal: new Journal(join(root, 'journal')) }),
      esbuildBundler(async () => esbuild),
      silentLog,
      () => undefined,
    )
  })

  after(async () => {
    await lab.dispose()
    await rm(root, { recursive: true, force: true })
  })

  const measure = (before: string, after: string, shares: number[] = []) => {
    const handler = {
      file: 'app.mjs',
      exportName: 'handler',
      language: 'javascript' as const,
      span: { start: 0, end: 1 },
      line: 1,
      certainty: 'likely' as const,
    }
    const change = { target: { root, handler }, before, after, payload: '{"n":1}' }
    return measureChange(change, lab, share => shares.push(share), signal)
  }

  it('tells what it saves per call, and what it costs at init', async () => {
    const shares: number[] = []
    const effect = await measure(perCall, once, shares)
    const { p50, init } = effect
    assert.ok(p50?.isMeasurable && p50.after < p50.before / 2, JSON.stringify(effect))
    assert.ok(init && init.after > init.before, JSON.stringify(effect))
    assert.match(effectText(effect), /^warm p50 .* → .* \(−\d+ %, between −\d+ % and −\d+ %\); p90 /)
    assert.deepEqual(shares.at(-1), 1)
    assert.equal(await readFile(join(root, 'app.mjs'), 'utf8'), 'on disk stands neither\n')
  })

  it('says which of both fails, and why', async () => {
    await assert.rejects(measure(perCall, `export const handler = () => { throw new Error('no table') }\n`), error => {
      assert.ok(error instanceof LensError)
      assert.deepEqual([error.code, /after the fix .*no table/.test(error.message)], ['handler-failed', true])
      return true
    })
  })
})
