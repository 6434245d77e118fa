import assert from 'node:assert/strict'
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { TestLab } from './testLab.ts'

interface PlatformEvent {
  readonly type: string
  readonly record: {
    readonly status?: string
    readonly errorType?: string
    readonly metrics?: Readonly<Record<string, number>>
  }
}

const entries = (log: string) =>
  log
    .trim()
    .split('\n')
    .flatMap(line => (line.startsWith('{') ? [JSON.parse(line)] : []))
const platform = (log: string): PlatformEvent[] => entries(log).filter(entry => 'record' in entry)

describe('logs as JSON', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  const speaking = {
    'index.mjs': `export const handler = async event => {
      console.debug('hidden')
      console.log('said', 1)
      console.warn({ a: [1] })
      if (event.fail) throw new RangeError('too far')
      if (event.exit) process.exit(1)
      if (event.hang) for (;;);
    }`,
  }

  it('have one object for each event of the platform', async () => {
    await lab.create('json', speaking, { LoggingConfig: { LogFormat: 'JSON' } })
    const cold = platform((await lab.call('json')).log)
    assert.deepEqual(
      cold.map(({ type }) => type),
      ['platform.initStart', 'platform.start', 'platform.report'],
    )
    const { metrics = {}, status } = cold[2]?.record ?? {}
    assert.equal(status, 'success')
    assert.equal(metrics['memorySizeMB'], 1024)
    assert.ok((metrics['maxMemoryUsedMB'] ?? 0) > 10 || process.platform === 'win32')
    assert.equal(
      metrics['billedDurationMs'],
      Math.ceil((metrics['durationMs'] ?? 0) + (metrics['initDurationMs'] ?? 0)),
    )
    const warm = platform((await lab.call('json')).log)
    assert.equal(warm.at(-1)?.record.metrics?.['initDurationMs'], undefined)
  })

  it('have the function’s own output with level and request', async () => {
    await lab.create('own', speaking, { LoggingConfig: { LogFormat: 'JSON' } })
    const { log } = await lab.call('own')
    const own = entries(log).filter(entry => 'level' in entry)
    assert.deepEqual(
      own.map(({ level, message }) => [level, message]),
      [
        ['INFO', 'said 1'],
        ['WARN', { a: [1] }],
      ],
    )
    assert.ok(own.every(({ requestId }) => log.includes(`"requestId":"${requestId}"`)))
    const python =
      'import logging\ndef handler(event, context):\n  logging.getLogger("mine").error("oh %s", 1)\n  logging.info("no")'
    await lab.create(
      'python',
      { 'index.py': python },
      {
        Runtime: 'python3.13',
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
      },
    )
    const lines = entries((await lab.call('python')).log).filter(entry => 'level' in entry)
    assert.deepEqual(
      lines.map(({ level, message, logger }) => [level, message, logger]),
      [['ERROR', 'oh 1', 'mine']],
    )
  })

  it('tell how a call failed', async () => {
    await lab.create('failing', speaking, { Timeout: 1, LoggingConfig: { LogFormat: 'JSON' } })
    const outcomes = []
    for (const event of [{ fail: true }, { exit: true }, { hang: true }]) {
      const last = platform((await lab.call('failing', event)).log).at(-1)
      outcomes.push([last?.record.status, last?.record.errorType])
    }
    assert.deepEqual(outcomes, [
      ['error', 'RangeError'],
      ['error', 'Runtime.ExitError'],
      ['timeout', undefined],
    ])
  })

  it('hold back what is below the system’s level, and go to a group of their own', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/shared/group' } as const
    await lab.create('quiet', speaking, { LoggingConfig })
    assert.deepEqual(platform((await lab.call('quiet')).log), [])
    assert.deepEqual(
      platform((await lab.call('quiet', { fail: true })).log).map(({ type }) => type),
      ['platform.report'],
    )
    const { events = [] } = await lab.logs.send(new FilterLogEventsCommand({ logGroupName: '/shared/group' }))
    assert.equal(events.length, 2 * 2 + 2)
  })

  it('are set by LoggingConfig alone, and text stays the default', async () => {
    await lab.create('switched', speaking)
    const read = async () =>
      (await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'switched' }))).LoggingConfig
    const update = (LoggingConfig: object) =>
      lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'switched', LoggingConfig }))
    assert.deepEqual(await read(), { LogFormat: 'Text', LogGroup: '/aws/lambda/switched' })
    await assert.rejects(update({ SystemLogLevel: 'WARN' }), { name: 'InvalidParameterValueException' })
    await update({ LogFormat: 'JSON', ApplicationLogLevel: 'ERROR' })
    assert.deepEqual(await read(), {
      LogFormat: 'JSON',
      ApplicationLogLevel: 'ERROR',
      SystemLogLevel: 'INFO',
      LogGroup: '/aws/lambda/switched',
    })
  })
})
