import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
import { labScript, TestLab } from './testLab.ts'

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
    for (const filterPattern of ['[a, b]', '{ $.type }', '{ type = 1 }', 'a ?b', '{ $.a < "x" }', '%x%'])
      await assert.rejects(filter({ filterPattern }), { name: 'InvalidParameterException' }, filterPattern)
  })

  it('are filtered by any of some terms, without others, and by members of JSON', async () => {
    const count = async (filterPattern: string, group = logGroupName) =>
      (await filter({ filterPattern, logGroupName: group })).length
    assert.equal(await count('?"START RequestId" ?"END RequestId"'), 2 * 5)
    assert.equal(await count('RequestId -START'), 2 * 5)
    assert.equal(await count('"call" -"call 3"'), 4)
    const group = '/aws/lambda/members'
    await lab.create(
      'members',
      {
        'index.mjs': "export const handler = async event => console.warn({ n: event.n, a: [{ b: 'x y' }], no: null })",
      },
      { LoggingConfig: { LogFormat: 'JSON' } },
    )
    for (let n = 0; n < 3; n++) await lab.call('members', { n })
    assert.equal(await count('"platform.report"', group), 3)
    assert.equal(await count('{ $.type = "platform.report" }', group), 3)
    assert.equal(await count('{ $.type = "platform.*" && $.record.status = "success" }', group), 3)
    assert.equal(await count('{ ($.message.n = 0 || $.message.n >= 2) && $.level = WARN }', group), 2)
    assert.equal(await count('{ $.message.a[0].b = "x*" && $.message.no IS NULL }', group), 3)
    assert.equal(await count('{ $.level NOT EXISTS }', group), 1 + 2 * 3)
    assert.equal(await count('{ $.message.n != 1 }', group), 2)
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

  it('are kept for one lab at a time', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'lambda-lens-test-'))
    const first = await TestLab.start({ dataFolder })
    const { complaint, end } = await startWatched(dataFolder)
    assert.match(complaint, /^Another lab keeps its logs in .*: those of this one end with it\.\n$/)
    await end()
    process.kill(first.lab.pid, 'SIGKILL')
    await first.lab.exited
    // The lock of a killed lab counts for nothing.
    const third = await startWatched(dataFolder)
    assert.equal(third.complaint, '')
    await third.end()
    await first.stop()
    await rm(dataFolder, { recursive: true })
  })
})

/** Starts a lab, and returns what it says on stderr until it answers. */
async function startWatched(dataFolder: string) {
  const lab = spawn(process.execPath, [labScript, '--data', dataFolder])
  let complaint = ''
  lab.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  await once(lab.stdout, 'data')
  const end = async () => {
    lab.stdin.end()
    await once(lab, 'exit')
  }
  return { complaint, end }
}
