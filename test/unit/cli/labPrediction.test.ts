import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Predict, predictCurve, splitByMachine } from '../../../src/cli/labPrediction.ts'
import { LensError } from '#common/errors.ts'
import { makePlan } from '#tuning/plan.ts'
import { runCommand } from '../../support/commandLine.ts'
import { configuration } from '../../support/samples.ts'

const plan = makePlan(configuration, {
  region: 'lab',
  payload: '{"a":1}',
  objective: { kind: 'cheapest' },
  sizes: [128, 512, 1024],
})
const { signal } = new AbortController()

/** A function of 100 ms of CPU, whose warm calls take a little less or more. */
function predictor({ peakMb = 60, beyondMb = Number.POSITIVE_INFINITY } = {}): Predict {
  return async ({ sizes, calls }) => ({
    calls: Array.from({ length: calls }, (_, n) => ({
      ...(n === 0 ? { initMs: 40 } : {}),
      durationMs: 100,
      cpuMs: 100,
      parallelism: 1,
      peakMb,
      sizes: sizes.map(memoryMb => ({
        memoryMb,
        durationMs: (n === 0 ? 2 : 1) * (100 + n) * Math.max(1, 1769 / memoryMb),
        isBeyondMachine: memoryMb > beyondMb,
      })),
    })),
  })
}

describe('a predicted curve', () => {
  it('has no size that was measured, and a recommendation', async () => {
    const { report } = await predictCurve(predictor(), 'f', plan, 512, signal)
    assert.deepEqual(
      report.sizes.map(({ memoryMb, measured, n, status, reason, p50Ms }) => [
        memoryMb,
        measured,
        n,
        status,
        reason,
        p50Ms,
      ]),
      [128, 512, 1024].map(memoryMb => {
        const reason = 'predicted from calls that were not throttled'
        // The middle one of the warm calls.
        return [memoryMb, false, 0, 'ok', reason, 102 * (1769 / memoryMb)]
      }),
    )
    assert.deepEqual(
      report.sizes.map(({ coldP50Ms }) => coldP50Ms),
      [128, 512, 1024].map(memoryMb => 200 * (1769 / memoryMb) + 40),
    )
    assert.equal(report.recommendation?.objective, 'cheapest')
    assert.equal(report.recommendation?.certainty, undefined)
    assert.deepEqual([report.calls, report.usd, report.restored, report.plan.callsMax], [4, 0, true, 4])
  })

  it('does not recommend a size with less memory than the calls used', async () => {
    const { report } = await predictCurve(predictor({ peakMb: 300 }), 'f', plan, 512, signal)
    assert.equal(
      report.sizes[0]?.reason,
      'predicted from calls that were not throttled, which used 300 MB: it may be too small',
    )
    assert.ok((report.sizes[0]?.p50Ms ?? 0) > 1000)
    assert.ok([512, 1024].includes(report.recommendation?.memoryMb ?? 0))
  })

  it('tells of a function that fails', async () => {
    const failing: Predict = async () => ({
      calls: [],
      failure: { functionError: 'Unhandled', payload: '{"errorMessage":"no"}', logTail: '' },
    })
    await assert.rejects(predictCurve(failing, 'f', plan, 512, signal), { code: 'call-failed', message: /"no"/ })
  })
})

describe('sizes of more cores than this machine', () => {
  const machineMb = availableParallelism() * 1769
  const wide = { ...plan, sizes: [512, machineMb, machineMb + 1] }

  it('are predicted for a function that would use them', async () => {
    const { measurable, predicted } = await splitByMachine(predictor({ beyondMb: machineMb }), 'f', wide, signal)
    assert.deepEqual(measurable, [512, machineMb])
    assert.deepEqual(
      predicted.map(({ memoryMb, measured }) => [memoryMb, measured]),
      [[machineMb + 1, false]],
    )
    assert.match(predicted[0]?.reason ?? '', /this machine has \d+ cores/)
  })

  it('are measured for one that would not, and nothing is called when there are none', async () => {
    assert.deepEqual((await splitByMachine(predictor(), 'f', wide, signal)).measurable, wide.sizes)
    const uncalled: Predict = () => assert.fail('called')
    assert.deepEqual((await splitByMachine(uncalled, 'f', plan, signal)).measurable, plan.sizes)
  })

  it('are measured where the lab cannot predict, and other errors are told', async () => {
    const refusing =
      (code: string): Predict =>
      () =>
        Promise.reject(new LensError(code, 'No.', 'Nothing.'))
    assert.deepEqual((await splitByMachine(refusing('prediction-refused'), 'f', wide, signal)).measurable, wide.sizes)
    await assert.rejects(splitByMachine(refusing('other'), 'f', wide, signal), { code: 'other' })
  })
})

describe('tune --predict', () => {
  it('predicts in a lab of its own', async function () {
    if (process.platform !== 'linux') this.skip()
    this.timeout(60_000)
    const folder = await mkdtemp(join(tmpdir(), 'lambda-lens-cli-'))
    try {
      const file = join(folder, 'work.js')
      await writeFile(file, 'exports.handler = async () => { for (const end = Date.now() + 20; Date.now() < end;); }')
      const args = ['tune', `${file}#handler`, '--lab', '--predict', '--sizes', '128,1024,10240', '--json']
      const { code, stdout, stderr } = await runCommand(args, {}, folder)
      assert.equal(code, 0, stderr)
      const { sizes, calls, restored } = JSON.parse(stdout) as {
        sizes: { memoryMb: number; measured: boolean; p50Ms: number }[]
        calls: number
        restored: boolean
      }
      assert.deepEqual([calls, restored], [4, true])
      assert.deepEqual(
        sizes.map(({ memoryMb, measured }) => [memoryMb, measured]),
        [
          [128, false],
          [1024, false],
          [10_240, false],
        ],
      )
      assert.ok((sizes[0]?.p50Ms ?? 0) > 2 * (sizes[2]?.p50Ms ?? 0))
      assert.match(stderr, /^4 to 4 calls/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('asks for the lab', async () => {
    const { code, stderr } = await runCommand(['tune', 'orders', '--predict'])
    assert.equal(code, 2)
    assert.match(stderr, /Add --lab\. \(bad-arguments\)/)
  })
})

describe('lambda-lens lab', () => {
  it('says what it takes', async () => {
    const { code, stdout } = await runCommand(['lab', '--help'])
    assert.equal(code, 0)
    assert.match(stdout, /^Usage: lambda-lens lab/)
    assert.match(stdout, /--faults NAME=VALUE/)
  })

  it('refuses what it does not know', async () => {
    const { code, stderr } = await runCommand(['lab', '--loud'])
    assert.equal(code, 2)
    assert.match(stderr, /--loud.*lambda-lens lab --help\. \(bad-arguments\)/)
  })

  it('ends after idling', async () => {
    const { code, stdout } = await runCommand(['lab', '--idle-seconds', '0.2'])
    assert.equal(code, 0)
    assert.match(stdout, /^{"endpoint":"http:\/\/127\.0\.0\.1:\d+"/)
  })
})
