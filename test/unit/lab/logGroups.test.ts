import assert from 'node:assert/strict'
import {
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  PutRetentionPolicyCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { streamOwner } from '#telemetry/deployedFunction.ts'
import { type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { until } from './testLab.ts'

const dayMs = 86_400_000

describe('log groups of the lab', () => {
  let logged: LoggedLab
  const nowMs = Date.now()
  before(async () => {
    const stream = '2026/11/21/[$LATEST]0a'
    const kept = [
      { group: '/aws/lambda/old', stream, time: nowMs - 1 * dayMs, message: 'new\n' },
      { group: '/aws/lambda/old', stream, time: nowMs - 10 * dayMs, message: 'old\n' },
      { group: '/aws/lambda/other', stream, time: nowMs, message: 'other\n' },
    ]
    logged = await startLoggedLab(kept)
  })
  after(() => logged.close())

  const describeGroups = async (input: DescribeLogGroupsCommandInput) => {
    const { logGroups = [] } = await logged.lab.logs.send(new DescribeLogGroupsCommand(input))
    return logGroups
  }
  const names = async (input: DescribeLogGroupsCommandInput) =>
    (await describeGroups(input)).map(({ logGroupName }) => logGroupName)
  const create = (logGroupName: string, more: Partial<CreateLogGroupCommandInput> = {}) =>
    logged.lab.logs.send(new CreateLogGroupCommand({ logGroupName, ...more }))
  const query = (logGroupName: string, queryString: string, startMs: number, endMs: number) =>
    logged.lab.logs.send(
      new StartQueryCommand({
        logGroupName,
        queryString,
        startTime: Math.floor(startMs / 1000),
        endTime: Math.ceil(endMs / 1000),
      }),
    )
  async function rowsOf(queryId: string | undefined) {
    const get = () => logged.lab.logs.send(new GetQueryResultsCommand({ queryId }))
    await until(async () => (await get()).status === 'Complete', 'the query')
    const { results = [] } = await get()
    return results.map(fields => Object.fromEntries(fields.map(({ field, value }) => [field, value])))
  }

  it('are found by names and ARNs, absent ones left out', async () => {
    const [other] = await describeGroups({ logGroupNamePrefix: '/aws/lambda/other' })
    assert.equal(other?.arn, `${other?.logGroupArn}:*`)
    for (const arn of [other?.logGroupArn ?? '', other?.arn ?? '']) {
      const logGroupIdentifiers = ['/aws/lambda/absent', arn]
      assert.deepEqual(await names({ logGroupIdentifiers }), ['/aws/lambda/other'])
    }
    const many = Array.from({ length: 51 }, (_, n) => `/g/${n}`)
    await assert.rejects(names({ logGroupIdentifiers: many }), { name: 'InvalidParameterException' })
    const both = { logGroupIdentifiers: ['/aws/lambda/old'], logGroupNamePrefix: '/aws' }
    await assert.rejects(names(both), { name: 'InvalidParameterException' })
  })

  it('are as old as their oldest event', async () => {
    const [old] = await describeGroups({ logGroupNamePrefix: '/aws/lambda/old' })
    assert.equal(old?.creationTime, nowMs - 10 * dayMs)
  })

  it('have no events past their retention', async () => {
    const logGroupName = '/aws/lambda/old'
    const messages = async () => {
      const { events = [] } = await logged.lab.logs.send(new FilterLogEventsCommand({ logGroupName }))
      return events.map(({ message }) => message)
    }
    await logged.lab.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }))
    assert.equal((await describeGroups({ logGroupNamePrefix: logGroupName }))[0]?.retentionInDays, 7)
    assert.deepEqual(await messages(), ['new\n'])
    const all = await query(logGroupName, 'fields @message', nowMs - 20 * dayMs, nowMs)
    assert.deepEqual(
      (await rowsOf(all.queryId)).map(row => row['@message']),
      ['new\n'],
    )
    const past = query(logGroupName, 'fields @message', nowMs - 20 * dayMs, nowMs - 8 * dayMs)
    await assert.rejects(past, { name: 'MalformedQueryException' })
    const odd = new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 8 })
    await assert.rejects(logged.lab.logs.send(odd), { name: 'InvalidParameterException' })
    await logged.lab.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))
    assert.deepEqual(await messages(), ['new\n', 'old\n'])
    assert.equal((await describeGroups({ logGroupNamePrefix: logGroupName }))[0]?.retentionInDays, undefined)
  })

  it('have a class: fields are discovered in the standard one only, and delivery is not queried', async () => {
    await create('/class/rare', { logGroupClass: 'INFREQUENT_ACCESS' })
    await create('/class/delivery', { logGroupClass: 'DELIVERY' })
    await assert.rejects(create('/class/rare'), { name: 'ResourceAlreadyExistsException' })
    await assert.rejects(create('/class/odd', { logGroupClass: 'COLD' as 'STANDARD' }), {
      name: 'InvalidParameterException',
    })
    assert.deepEqual(await names({ logGroupClass: 'INFREQUENT_ACCESS' }), ['/class/rare'])
    await logged.create('rare', { LoggingConfig: { LogGroup: '/class/rare' } })
    await logged.lab.call('rare')
    const columns = 'fields @timestamp, @message, @logStream, @log, @ingestionTime, @duration, @type, @requestId'
    const { queryId } = await query('/class/rare', `${columns} | filter @message like "REPORT"`, nowMs, Date.now())
    const [row = {}] = await rowsOf(queryId)
    assert.deepEqual(
      Object.keys(row).filter(name => name !== '@ptr'),
      ['@timestamp', '@message', '@logStream', '@log', '@ingestionTime'],
    )
    const delivery = query('/class/delivery', 'fields @message', nowMs, Date.now())
    await assert.rejects(delivery, { name: 'InvalidParameterException' })
  })

  it('tell the functions that share one apart', async () => {
    for (const name of ['first', 'second']) {
      await logged.create(name, { LoggingConfig: { LogGroup: '/shared' } })
      await logged.lab.call(name)
    }
    const describe = new DescribeLogStreamsCommand({ logGroupName: '/shared' })
    const { logStreams = [] } = await logged.lab.logs.send(describe)
    const owners = logStreams.map(({ logStreamName = '' }) => streamOwner(logStreamName))
    assert.deepEqual(owners, [
      { functionName: 'first', version: '$LATEST' },
      { functionName: 'second', version: '$LATEST' },
    ])
  })

  it('are deleted, and made anew by what is written next', async () => {
    const logGroupName = '/aws/lambda/again'
    await logged.create('again')
    await logged.lab.call('again')
    await logged.lab.logs.send(new DeleteLogGroupCommand({ logGroupName }))
    assert.deepEqual(await names({ logGroupNamePrefix: logGroupName }), [])
    const again = () => logged.lab.logs.send(new DeleteLogGroupCommand({ logGroupName }))
    await assert.rejects(again(), { name: 'ResourceNotFoundException' })
    await logged.lab.call('again')
    assert.deepEqual(await names({ logGroupNamePrefix: logGroupName }), [logGroupName])
  })
})
