import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { powerTuningLink } from '#tuning/powerTuning.ts'
import { runCommand } from '../../support/commandLine.ts'
import { labEnvironment, startTestLab, type TestLab } from '../../support/lab.ts'
import type { ProtocolServer } from '../../support/protocolServer.ts'
import { type RemoteMachines, serveStepFunctions } from '../../support/stepFunctions.ts'

const { signal } = new AbortController()
const stats = [
  { value: 256, averageDuration: 80, averagePrice: 4e-7 },
  { value: 512, averageDuration: 40, averagePrice: 4.1e-7 },
  { value: 1024, averageDuration: 38, averagePrice: 8e-7 },
]

describe('lambda-lens tune --state-machine', function () {
  this.timeout(60_000)
  let lab: TestLab
  let steps: ProtocolServer | undefined
  before(async () => {
    lab = await startTestLab()
    await lab.deploy('orders', 'exports.handler = async () => 1', { memoryMb: 256 })
  })
  after(async () => await lab.close())
  afterEach(async () => await steps?.close())

  async function tune(end: RemoteMachines['end'], ...args: readonly string[]) {
    steps = await serveStepFunctions({ names: ['powerTuningStateMachine-1'], looks: 0, end })
    const environment = { ...labEnvironment(lab), AWS_ENDPOINT_URL_SFN: steps.endpoint }
    const result = await runCommand(['tune', 'orders', '--state-machine', ...args, '--json'], environment)
    return { ...result, report: result.stdout === '' ? undefined : JSON.parse(result.stdout) }
  }

  it('has it measure, and reads its result into the same report', async () => {
    let input: unknown
    const { code, stderr, report } = await tune(
      given => {
        input = given
        return { output: { stateMachine: { executionCost: 0.0003, lambdaCost: 0.0002 }, stats } }
      },
      ...['--sizes', '256,512,1024'],
    )
    assert.equal(code, 0, stderr)
    const { lambdaARN, powerValues, num } = input as Record<string, unknown>
    assert.match(String(lambdaARN), /:function:orders$/)
    assert.deepEqual([powerValues, num], [[256, 512, 1024], 10])
    assert.deepEqual(
      report.sizes.map(({ memoryMb, measured, meanMs, status }: Record<string, unknown>) => [
        memoryMb,
        measured,
        meanMs,
        status,
      ]),
      [
        [256, true, 80, 'ok'],
        [512, true, 40, 'ok'],
        [1024, true, 38, 'ok'],
      ],
    )
    assert.deepEqual(
      [report.recommendation.memoryMb, report.recommendation.changeMs, report.restored],
      [512, -40, true],
    )
    assert.deepEqual([report.calls, report.usd], [30, 0.0005])
    assert.match(stderr, /goes on to its end/)
  })

  it('tells that it left the function changed', async () => {
    const { revisionId } = await lab.control.read('orders', signal)
    let isChanged = false
    let change: Promise<unknown> | undefined
    const end = () => {
      change ??= lab.control.setMemory('orders', 1024, revisionId, signal).then(() => (isChanged = true))
      return isChanged ? { output: { stats } } : undefined
    }
    const { code, stderr, report } = await tune(end, '--sizes', '256,512,1024')
    await change
    assert.deepEqual([code, report.restored], [2, false])
    assert.match(stderr, /did not leave the function as it was/)
  })

  it('refuses what it cannot keep, before it starts anything', async () => {
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['--max-calls', '10', '--sizes', '256,512,1024'], /budget-too-small/],
      [['--max-usd', '0.0000001', '--sizes', '256,512'], /once started it keeps no limit/],
      [['--starts', 'both'], /not-by-state-machine/],
      [['--clone'], /--clone and --state-machine exclude/],
    ]
    for (const [args, message] of refused) {
      const { code, stderr } = await tune(() => assert.fail('It was started.'), ...args)
      assert.equal(code, 2)
      assert.match(stderr, message)
      await steps?.close()
    }
  })

  it('imports a result from a file and from a link, and calls nothing', async () => {
    const file = join(lab.folder, 'result.json')
    await writeFile(file, JSON.stringify({ results: { stats } }))
    const link = powerTuningLink(
      stats.map(one => ({ memoryMb: one.value, meanMs: one.averageDuration, usd: one.averagePrice })),
    )
    for (const source of [file, link]) {
      const { code, stdout, stderr } = await runCommand([
        'tune',
        'orders',
        '--import',
        source,
        '--objective',
        'fastest',
        '--json',
      ])
      assert.equal(code, 0, stderr)
      const { recommendation, calls, sizes } = JSON.parse(stdout)
      assert.deepEqual([recommendation.memoryMb, calls, sizes.length], [1024, 0, 3])
    }
    const table = await runCommand(['tune', 'orders', '--import', file])
    assert.match(table.stdout, /512 MB {2,}mean 40 ms .*\$0\.41/)
    const none = await runCommand(['tune', 'orders', '--import', 'none.json'])
    assert.match(none.stderr, /no-file/)
  })
})
