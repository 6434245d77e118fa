import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../../support/commandLine.ts'
import { labEnvironment, startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()
const idle = 'exports.handler = async (event) => event'

describe('lambda-lens tune, how it calls and whom it asks', function () {
  this.timeout(60_000)
  let lab: TestLab
  before(async () => {
    lab = await startTestLab()
    await lab.deploy('plain', idle)
  })
  after(async () => await lab.close())

  const tune = async (...args: readonly string[]) => await tuneIn(lab, ...args)

  async function tuneIn(where: TestLab, ...args: readonly string[]) {
    const { code, stdout, stderr } = await runCommand(['tune', ...args, '--json'], labEnvironment(where))
    return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) }
  }

  async function write(name: string, text: string): Promise<string> {
    const path = join(lab.folder, name)
    await writeFile(path, text)
    return path
  }

  it('touches nothing of a function that looks like production, unless its name is given', async () => {
    await lab.deploy('orders-prod', idle)
    const before = await lab.control.read('orders-prod', signal)
    for (const yes of [[], ['--yes', 'orders'], ['--yes', '']]) {
      const { code, stderr, report } = await tune('orders-prod', '--sizes', '256', ...yes)
      assert.deepEqual([code, report], [2, undefined], stderr)
      assert.match(stderr, /Its name, orders-prod, looks like production.*confirmation-needed/s)
    }
    assert.deepEqual(await lab.control.read('orders-prod', signal), before)
    const { code, stderr } = await tune('orders-prod', '--sizes', '256', '--yes', 'orders-prod')
    assert.equal(code, 0, stderr)
  })

  it('says what it could not find out, and goes on', async () => {
    const closed = await startTestLab({ faults: 'deny=cloudwatch:GetMetricData' })
    try {
      await closed.deploy('plain', idle)
      const { code, stderr } = await tuneIn(closed, 'plain', '--sizes', '256')
      assert.equal(code, 0, stderr)
      assert.match(stderr, /How often it was called in the last day could not be read/)
    } finally {
      await closed.close()
    }
  })

  it('calls with several payloads, and measures cold starts', async () => {
    await lab.deploy('mixed', 'exports.handler = async ({ n }) => { if (!n) throw new Error("no n"); return n }')
    const [one, two] = [await write('one.json', '{"n": 1}'), await write('two.json', '{"n": 2}')]
    const payloads = ['--payload', `${one}:3`, '--payload', two]
    const { code, stderr, report } = await tune('mixed', '--sizes', '256,512', ...payloads, '--starts', 'both')
    assert.equal(code, 0, stderr)
    assert.ok(report.sizes[0].coldP50Ms > report.sizes[0].p50Ms)
    assert.ok(report.calls >= report.plan.callsMin && report.calls <= report.plan.callsMax, `${report.calls} calls`)
  })

  it('runs programs around each call', async () => {
    await lab.deploy('fed', 'exports.handler = async ({ id }) => { if (!id) throw new Error("no id"); return id }')
    const before = await write('before.mjs', 'console.log(JSON.stringify({ id: process.pid }))')
    const seen = join(lab.folder, 'seen')
    const after = await write(
      'after.mjs',
      `import { appendFileSync } from 'node:fs'
       process.stdin.on('data', text => appendFileSync(${JSON.stringify(seen)}, text + '\\n'))`,
    )
    const { code, stderr } = await tune('fed', '--sizes', '512', '--before', before, '--after', after)
    assert.equal(code, 0, stderr)
    const failed = await tune('fed', '--sizes', '512', '--before', 'function:nobody')
    assert.match(failed.stderr, /no function nobody/)
  })

  it('compares with the last sweep of the function', async () => {
    await lab.deploy('changing', 'exports.handler = () => new Promise(go => setTimeout(go, 40))')
    const first = await tune('changing', '--sizes', '256,512', '--compare')
    assert.equal(first.report.comparison, null)
    assert.match(first.stderr, /no earlier sweep/)
    await lab.deploy('changing', 'exports.handler = () => new Promise(go => setTimeout(go, 5))')
    const { stderr, report } = await tune('changing', '--sizes', '256,512', '--compare')
    assert.match(stderr, /other code\): −\d+ % in duration, between .* more than chance/)
    const { duration, sameCode, sizes } = report.comparison
    assert.deepEqual([duration.isReal, sameCode, sizes.length], [true, false, 2])
    assert.ok(duration.change < -0.5)
  })

  const refused: readonly [string, readonly string[], RegExp][] = [
    ['starts that there are not', ['--starts', 'hot'], /warm, cold or both/],
    ['a weight of none', ['--payload', 'FILE:0'], /0 is no weight/],
    ['a payload that is not there', ['--payload', 'none.json:2'], /The payload none.json cannot be read/],
    ['half a call at once', ['--concurrency', '1.5'], /--concurrency takes a whole number from 1/],
    ['a pause that is no number', ['--pause', 'long'], /--pause takes a whole number from 0/],
  ]
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, async () => {
      const file = await write('event.json', '{}')
      const { code, stderr } = await tune('plain', ...args.map(arg => arg.replace('FILE', file)))
      assert.equal(code, 2)
      assert.match(stderr, message)
    })
  }
})
