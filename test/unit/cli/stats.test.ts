import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { statsOptions } from '#cli/statsOptions.ts'
import { type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { logOf } from '../../support/logLines.ts'

const main = join(import.meta.dirname, '../../../src/cli/main.ts')
const hourMs = 3_600_000

describe('lambda-lens stats', function () {
  this.timeout(60_000)
  const now = Date.now()
  let lab: LoggedLab
  let folder: string

  function callsFrom(start: number, durationMs: number, count = 500) {
    return Array.from({ length: count }, (_, n) => ({
      durationMs: durationMs + n / 100,
      billedMs: Math.ceil(durationMs + n / 100),
      memoryMb: 512,
      maxMemoryUsedMb: 80,
      status: n === 3 ? ('timeout' as const) : ('success' as const),
      time: start + n,
      ...(n % 50 === 0 ? { initMs: 431 } : {}),
    }))
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-lens-stats-'))
    lab = await startLoggedLab([
      ...logOf('/aws/lambda/orders', 'text', callsFrom(now - 20 * hourMs, 100)),
      ...logOf('/aws/lambda/orders', 'text', callsFrom(now - 2 * hourMs, 200)),
      ...logOf('/aws/lambda/refunds', 'json', callsFrom(now - hourMs, 50)),
      ...logOf('/aws/lambda/index-handler', 'text', callsFrom(now - hourMs, 10)),
    ])
    for (const name of ['orders', 'refunds', 'never', 'index-handler']) await lab.create(name)
  })
  after(async () => {
    await lab?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const run = async (...args: readonly string[]) => await runIn(lab, ...args)

  async function runIn({ lab: { lab } }: LoggedLab, ...args: readonly string[]) {
    const { endpoint, region, credentials } = lab
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }
    const child = spawn(process.execPath, [main, 'stats', ...args], {
      env,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (said.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (said.stderr += text))
    const [code] = await once(child, 'close')
    return { code, ...said }
  }

  it('tells how several functions ran, in the order asked', async () => {
    const { code, stdout, stderr } = await run('refunds', 'orders', 'never', '--json', '--since', '24h')
    assert.equal(code, 0, stderr)
    const { functions } = JSON.parse(stdout)
    const [refunds, orders, never] = functions
    assert.deepEqual(
      functions.map((row: { name: string; source: string; region: string }) => [row.name, row.source, row.region]),
      ['refunds', 'orders', 'never'].map(name => [name, 'lab', 'us-east-1']),
    )
    assert.deepEqual([orders.count, orders.timeouts, orders.errors, orders.sampled], [1000, 2, 0, false])
    assert.deepEqual([orders.maxMs, orders.initP50Ms, orders.coldShare, orders.peakMemoryMb], [204.99, 431, 0.02, 80])
    assert.ok(orders.p50Ms < orders.p90Ms && orders.p90Ms < orders.p95Ms && orders.p95Ms < orders.p99Ms)
    assert.ok(Math.abs(orders.usdPerMillion - (0.5 * 0.155 * 16.6667 + 0.2)) < 0.02, String(orders.usdPerMillion))
    assert.deepEqual(orders.price, { region: 'us-east-1', date: '2026-09' })
    assert.ok(orders.window.from < orders.window.to && orders.window.to <= Date.now())
    assert.ok(orders.scanned.bytes > 100_000)
    assert.equal(refunds.count, 500)
    assert.ok(!('count' in never) && !('p99Ms' in never))
    assert.match(never.reason, /There is no log group \/aws\/lambda\/never/)
  })

  it('looks no further back than it is told', async () => {
    const { stdout } = await run('orders', '--json', '--since', '3h')
    assert.equal(JSON.parse(stdout).functions[0].count, 500)
    const quiet = JSON.parse((await run('orders', '--json', '--since', '10m')).stdout).functions[0]
    assert.deepEqual([quiet.count, quiet.errors, quiet.reasonCode, 'p50Ms' in quiet], [0, 0, 'no-calls', false])
  })

  it('takes ARNs, and handlers by their name in the lab', async () => {
    await writeFile(join(folder, 'index.js'), 'exports.handler = async () => 1')
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:refunds'
    const { functions } = JSON.parse((await run(arn, 'index.js#handler', '--json')).stdout)
    assert.deepEqual(
      functions.map(({ name, count }: { name: string; count: number }) => [name, count]),
      [
        ['refunds', 500],
        ['index-handler', 500],
      ],
    )
  })

  it('tells of a function that is not there beside those that are', async () => {
    const { code, stdout, stderr } = await run('nobody', 'refunds', '--json')
    assert.equal(code, 0)
    const [nobody, refunds] = JSON.parse(stdout).functions
    assert.deepEqual([nobody.name, nobody.reasonCode, refunds.count], ['nobody', 'not-found', 500])
    assert.match(stderr, /nobody: There is no function nobody/)
  })

  it('could not be done when nothing was read', async () => {
    const { code, stdout } = await run('nobody', '--json')
    assert.equal(code, 2)
    assert.equal(JSON.parse(stdout).functions[0].reasonCode, 'not-found')
  })

  it('says what metrics it could not have, and tells the rest', async () => {
    const closed = await startLoggedLab(logOf('/aws/lambda/refunds', 'json', callsFrom(now - hourMs, 50)), {
      faults: 'deny=cloudwatch:GetMetricData',
    })
    try {
      await closed.create('refunds')
      const { code, stdout, stderr } = await runIn(closed, 'refunds', '--json', '--metrics')
      assert.equal(code, 0)
      assert.match(stderr, /cloudwatch:GetMetricData/)
      const [refunds] = JSON.parse(stdout).functions
      assert.deepEqual([refunds.count, refunds.metrics], [500, undefined])
    } finally {
      await closed.close()
    }
  })

  it('compares with the time before the last deployment, where there were calls', async () => {
    const { stdout } = await run('orders', '--json', '--compare')
    assert.ok(!('comparison' in JSON.parse(stdout).functions[0]), 'it was deployed after all its calls')
  })

  it('shows people a table', async () => {
    const { stdout } = await run('refunds', 'never')
    assert.match(stdout, /^Function +Calls +p50 +p99/)
    assert.match(stdout, /\nrefunds +500 +52 ms/)
    assert.match(stdout, /\nnever: There is no log group/)
  })

  it('refuses bad arguments with a message', async () => {
    const { code, stderr } = await run('orders', '--since', 'yesterday')
    assert.equal(code, 2)
    assert.match(stderr, /bad-arguments/)
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack is shown to people')
  })
})

describe('the arguments of lambda-lens stats', () => {
  it('are targets, each once, and a day unless said otherwise', () => {
    assert.deepEqual(statsOptions(['a', 'b', 'a']), {
      targets: ['a', 'b'],
      hours: 24,
      json: false,
      metrics: false,
      compare: false,
    })
    assert.deepEqual(
      statsOptions(['a', '--json', '--metrics', '--compare', '--region', 'eu-west-1', '--profile', 'p']),
      {
        targets: ['a'],
        hours: 24,
        json: true,
        metrics: true,
        compare: true,
        region: 'eu-west-1',
        profile: 'p',
      },
    )
  })

  it('take the time in minutes, hours or days, up to thirty days', () => {
    for (const [since, hours] of [
      ['90m', 1.5],
      ['24h', 24],
      ['30d', 720],
      ['0.5h', 0.5],
    ] as const) {
      assert.equal(statsOptions(['a', '--since', since]).hours, hours)
    }
  })

  for (const [args, says] of [
    [[], /Name at least one function/],
    [['a', '--since', 'yesterday'], /--since takes a time up to 30 days, not "yesterday"/],
    [['a', '--since', '31d'], /31d/],
    [['a', '--since', '0h'], /0h/],
    [['a', '--since', '-1h'], /since/],
    [['a', '--loud'], /--loud/],
  ] as const) {
    it(`refuse ${['stats', ...args].join(' ')}`, () => assert.throws(() => statsOptions(args), { message: says }))
  }
})
