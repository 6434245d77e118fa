import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { TestLab } from './testLab.ts'

const logGroupName = '/aws/lambda/logging'

describe('logs of the lab', () => {
  let lab: TestLab
  const startTime = Date.now()
  before(async () => {
    lab = await TestLab.start()
    await lab.create('logging', {
      'index.mjs': 'export const handler = async (event) => console.log(`call ${event.n}`)',
    })
    for (let n = 0; n < 5; n++) await lab.call('logging', { n })
  })
  after(() => lab.stop())

  const filter = async (input: Partial<FilterLogEventsCommandInput>) => {
    const { events = [] } = await lab.logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))
    return events
  }

  it('are found by group and stream', async () => {
    const { logGroups = [] } = await lab.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/log' }),
    )
    assert.deepEqual(
      logGroups.map(group => group.logGroupName),
      [logGroupName],
    )
    const { logStreams = [] } = await lab.logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    )
    assert.equal(logStreams.length, 1)
    const [stream] = logStreams
    assert.match(stream?.logStreamName ?? '', /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
    assert.ok((stream?.lastEventTimestamp ?? 0) >= startTime)
    const { events = [] } = await lab.logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName: stream?.logStreamName, startFromHead: true, limit: 2 }),
    )
    assert.match(events[0]?.message ?? '', /^INIT_START/)
    assert.match(events[1]?.message ?? '', /^START RequestId/)
  })

  it('are filtered by term, quoted term and time', async () => {
    const reports = await filter({ filterPattern: 'REPORT', startTime })
    assert.equal(reports.length, 5)
    assert.ok(reports.every(({ message = '' }) => message.startsWith('REPORT RequestId: ') && message.endsWith('\n')))
    assert.equal((await filter({ filterPattern: '"REPORT RequestId"' })).length, 5)
    assert.equal((await filter({ filterPattern: '"call 3"' })).length, 1)
    assert.equal((await filter({ filterPattern: 'absent' })).length, 0)
    assert.equal((await filter({ endTime: startTime - 1 })).length, 0)
    const last = reports.at(-1)?.timestamp ?? 0
    assert.ok((await filter({ filterPattern: 'REPORT', startTime: last })).length >= 1)
    const streams = reports.map(({ logStreamName = '' }) => logStreamName)
    assert.equal((await filter({ filterPattern: 'REPORT', logStreamNames: [streams[0] ?? ''] })).length, 5)
  })

  it('come in pages, each event once', async () => {
    const all = await filter({})
    const ids: (string | undefined)[] = []
    let pages = 0
    for await (const { events = [] } of paginateFilterLogEvents({ client: lab.logs, pageSize: 4 }, { logGroupName })) {
      ids.push(...events.map(({ eventId }) => eventId))
      pages++
    }
    assert.equal(pages, Math.ceil(all.length / 4))
    assert.deepEqual(
      ids,
      all.map(({ eventId }) => eventId),
    )
  })

  it('are refused for unknown groups and patterns', async () => {
    await assert.rejects(filter({ logGroupName: '/aws/lambda/absent' }), { name: 'ResourceNotFoundException' })
    await assert.rejects(filter({ filterPattern: '{ $.type = "platform.report" }' }), {
      name: 'InvalidParameterException',
    })
  })

  it('are there for the next lab with the same data folder', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'lambda-lens-test-'))
    const messages = async (next: TestLab) => {
      const { events = [] } = await next.logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/kept' }))
      return events.map(({ message, timestamp, logStreamName }) => [message, timestamp, logStreamName])
    }
    const first = await TestLab.start({ dataFolder })
    await first.create('kept', { 'index.mjs': "export const handler = async () => console.log('remember')" })
    await first.call('kept')
    const written = await messages(first)
    await first.stop()
    const second = await TestLab.start({ dataFolder })
    assert.deepEqual(await messages(second), written)
    assert.ok(written.some(([message]) => String(message).includes('remember')))
    await second.stop()
    await rm(dataFolder, { recursive: true })
  })
})
