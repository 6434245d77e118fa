import assert from 'node:assert/strict'
import {
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { figure, TestLab, until } from './testLab.ts'

describe('Logs Insights of the lab', () => {
  let lab: TestLab
  let durations: number[]
  const group = '/aws/lambda/asked'
  before(async () => {
    lab = await TestLab.start()
    const files = { 'index.mjs': 'export const handler = async event => { console.log(`call ${event.n}`) }' }
    await lab.create('asked', files)
    await lab.create('json', files, { LoggingConfig: { LogFormat: 'JSON' }, MemorySize: 512 })
    durations = []
    for (let n = 0; n < 4; n++) durations.push(figure((await lab.call('asked', { n })).report, 'Duration'))
    for (let n = 0; n < 2; n++) await lab.call('json', { n })
  })
  after(() => lab.stop())

  const nowS = () => Math.floor(Date.now() / 1000)
  const start = (queryString: string, input: Partial<StartQueryCommandInput> = {}) =>
    lab.logs.send(
      new StartQueryCommand({
        logGroupName: group,
        startTime: nowS() - 600,
        endTime: nowS() + 1,
        queryString,
        ...input,
      }),
    )
  async function ask(queryString: string, input: Partial<StartQueryCommandInput> = {}) {
    const { queryId } = await start(queryString, input)
    const get = () => lab.logs.send(new GetQueryResultsCommand({ queryId }))
    await until(async () => (await get()).status === 'Complete', queryString)
    const { results = [], statistics } = await get()
    const rows = results.map(fields => Object.fromEntries(fields.map(({ field, value }) => [field, value])))
    return { rows, statistics }
  }
  const values = async (query: string, field: string) => (await ask(query)).rows.map(row => row[field])

  it('finds the ids of traced calls', async () => {
    const telling = { 'index.mjs': 'export const handler = async () => process.env._X_AMZN_TRACE_ID' }
    await lab.create('traced', telling, { TracingConfig: { Mode: 'Active' } })
    const [, traceId, segmentId] = /^Root=(\S+);Parent=(\w+)/.exec(String((await lab.call('traced')).payload)) ?? []
    const { rows } = await ask('fields @xrayTraceId, @xraySegmentId, @initDuration | filter @type = "REPORT"', {
      logGroupName: '/aws/lambda/traced',
    })
    assert.deepEqual([rows[0]?.['@xrayTraceId'], rows[0]?.['@xraySegmentId']], [traceId, segmentId])
    assert.ok(Number(rows[0]?.['@initDuration']) > 0)
  })

  it('finds the fields of reports', async () => {
    const { rows, statistics } = await ask(
      'fields @duration, @billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @requestId, @type | filter @type = "REPORT" | sort @timestamp asc',
    )
    assert.deepEqual(
      rows.map(row => Number(row['@duration'])),
      durations,
    )
    assert.ok(rows.every(row => row['@memorySize'] === '1024000000' && Number(row['@maxMemoryUsed']) % 1e6 === 0))
    assert.deepEqual(
      rows.map(row => '@initDuration' in row),
      [true, false, false, false],
    )
    // INIT_START once; START, output, END and REPORT of each call.
    assert.equal(statistics?.recordsScanned, 1 + 4 * 4)
    assert.equal(statistics?.recordsMatched, 4)
    assert.ok((statistics?.bytesScanned ?? 0) > 500)
  })

  it('shows time and message of the newest events by default', async () => {
    const { rows } = await ask('filter @message like "call" | limit 2')
    assert.deepEqual(
      rows.map(row => /call \d/.exec(row['@message'] ?? '')?.[0]),
      ['call 3', 'call 2'],
    )
    assert.match(rows[0]?.['@timestamp'] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['@timestamp', '@message', '@ptr'])
  })

  it('filters by comparisons, patterns, lists and their combinations', async () => {
    const calls = async (condition: string) => {
      const found = await values(`filter ${condition} | sort @timestamp`, '@message')
      return found.flatMap(message => /call (\d)/.exec(message ?? '')?.[1] ?? []).join('')
    }
    assert.equal(await calls('@message like /call [12]/'), '12')
    assert.equal(await calls('@message =~ /(?i)CALL 3/'), '3')
    assert.equal(await calls('@message like "call" and @message not like /[03]$/m'), '12')
    assert.equal(await calls('not (@message like /call 0/ or @message like "call 1")'), '23')
    assert.equal(await calls('isPresent(@duration)'), '')
    assert.equal((await values('filter @type in ["START", "END"]', '@message')).length, 8)
    assert.equal((await values('filter @type not in ["START", "END"] and ispresent(@type)', '@message')).length, 5)
    const half = durations.toSorted((a, b) => a - b)[2] ?? 0
    assert.equal((await values(`filter @duration >= ${half}`, '@message')).length, 2)
    assert.equal((await values('filter @memorySize / 1000 / 1000 = 1024', '@message')).length, 4)
  })

  it('counts and computes over groups', async () => {
    const { rows } = await ask(
      'filter @type = "REPORT" | stats count(*) as calls, min(@duration) as least, max(@duration) as most, sum(@billedDuration), avg(@duration) as mean, pct(@duration, 50) as p50, count(@initDuration) as cold, count_distinct(@requestId) as ids, max(@memorySize / 1000 / 1000) as mb',
    )
    assert.equal(rows.length, 1)
    const [row = {}] = rows
    const sorted = durations.toSorted((a, b) => a - b)
    const number = (name: string) => Number(row[name])
    assert.deepEqual(
      [number('calls'), number('least'), number('most'), number('cold'), number('ids'), number('mb')],
      [4, sorted[0], sorted[3], 1, 4, 1024],
    )
    assert.ok(Math.abs(number('p50') - ((sorted[1] ?? 0) + (sorted[2] ?? 0)) / 2) < 1e-9)
    assert.ok(Math.abs(number('mean') - durations.reduce((sum, ms) => sum + ms, 0) / 4) < 1e-9)
    assert.ok(number('sum(@billedDuration)') >= 4)
    const types = await ask('filter ispresent(@type) | stats count(*) as n by @type | sort n desc, @type')
    assert.deepEqual(
      types.rows.map(({ '@type': type, n }) => [type, n]),
      [
        ['END', '4'],
        ['REPORT', '4'],
        ['START', '4'],
        ['INIT_START', '1'],
      ],
    )
    const bins = await ask('filter @type = "REPORT" | stats count(*) by bin(1d)')
    assert.match(bins.rows[0]?.['bin(1d)'] ?? '', / 00:00:00\.000$/)
    assert.equal(
      bins.rows.reduce((sum, bin) => sum + Number(bin['count(*)']), 0),
      4,
    )
    assert.deepEqual((await ask('filter @type = "NONE" | stats count(*) as n')).rows, [{ n: '0' }])
  })

  it('reads members of JSON, over several groups', async () => {
    const { rows } = await ask(
      'fields coalesce(@duration, record.metrics.durationMs) as ms, @log | filter @type = "REPORT" or type = "platform.report" | stats count(ms) as calls, max(record.metrics.memorySizeMB) as mb by @log | sort @log',
      { logGroupName: undefined, logGroupNames: [group, '/aws/lambda/json'] },
    )
    assert.deepEqual(rows, [
      { '@log': `000000000000:${group}`, calls: '4' },
      { '@log': '000000000000:/aws/lambda/json', calls: '2', mb: '512' },
    ])
  })

  it('refuses what it does not know', async () => {
    const queries = ['', 'fields', 'pattern @message', 'filter @type =', 'stats @duration', 'filter nofunction(1)']
    const more = [
      'limit 0',
      'filter avg(@duration) > 1',
      'filter @message like /(/',
      'fields @message }',
      'dedup @type',
    ]
    for (const query of [...queries, ...more])
      await assert.rejects(start(query), { name: 'MalformedQueryException' }, query)
    await assert.rejects(start('limit 1', { endTime: nowS() - 500 }), { name: 'MalformedQueryException' })
    const missing = { logGroupName: undefined, logGroupNames: [group, '/aws/lambda/absent'] }
    await assert.rejects(start('limit 1', missing), { name: 'ResourceNotFoundException' })
    const many = { logGroupName: undefined, logGroupNames: Array.from({ length: 51 }, () => group) }
    await assert.rejects(start('limit 1', many), { name: 'InvalidParameterException' })
    await assert.rejects(lab.logs.send(new GetQueryResultsCommand({ queryId: 'none' })), {
      name: 'ResourceNotFoundException',
    })
  })

  it('does not stop a query that has ended', async () => {
    const { queryId } = await start('limit 1')
    const get = () => lab.logs.send(new GetQueryResultsCommand({ queryId }))
    await until(async () => (await get()).status === 'Complete', 'the query has ended')
    await assert.rejects(lab.logs.send(new StopQueryCommand({ queryId })), { name: 'InvalidParameterException' })
  })
})
