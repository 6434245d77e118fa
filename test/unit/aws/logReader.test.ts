import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { logReader } from '#aws/logReader.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

type Input = Readonly<Record<string, unknown>>

describe('the reader of CloudWatch Logs', () => {
  const { signal } = new AbortController()
  const window = { from: 1_700_000_000_500, to: 1_700_000_060_000 }
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  /** A reader of a service that answers operations so. */
  async function reader(answer: (operation: string, input: Input) => ProtocolAnswer | undefined) {
    server = await serveProtocol(({ headers, body }) => {
      return answer(String(headers['x-amz-target']).split('.').at(-1) ?? '', JSON.parse(body))
    })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return logReader(clients)
  }

  const inputs = (): Input[] => (server?.requests ?? []).map(({ body }) => JSON.parse(body))

  function refusal(errorType: string, message: string, status = 400): ProtocolAnswer {
    return { status, errorType, body: { __type: errorType, message } }
  }

  it('looks up fifty groups at once, and leaves out those that are not there', async () => {
    const names = Array.from({ length: 120 }, (_, n) => `/aws/lambda/f${n}`)
    const logs = await reader((_, { logGroupIdentifiers }) => ({
      body: {
        logGroups: (logGroupIdentifiers as string[])
          .filter(name => name !== '/aws/lambda/f7')
          .map(logGroupName => ({ logGroupName, creationTime: 5, storedBytes: 9, retentionInDays: 30 })),
      },
    }))
    const groups = await logs.groups(names, signal)
    assert.equal(groups.size, 119)
    assert.deepEqual(groups.get('/aws/lambda/f8'), {
      name: '/aws/lambda/f8',
      class: 'standard',
      createdAt: 5,
      storedBytes: 9,
      retentionDays: 30,
    })
    assert.deepEqual(
      inputs().map(({ logGroupIdentifiers }) => (logGroupIdentifiers as string[]).length),
      [50, 50, 20],
    )
  })

  it('goes through the list once where an endpoint knows no such question', async () => {
    const all = Array.from({ length: 130 }, (_, n) => `/aws/lambda/f${n}`)
    const logs = await reader((_, { nextToken }) => {
      const start = Number(nextToken ?? 0)
      const more = start + 50 < all.length ? { nextToken: String(start + 50) } : {}
      return { body: { logGroups: all.slice(start, start + 50).map(logGroupName => ({ logGroupName })), ...more } }
    })
    const groups = await logs.groups(all.slice(0, 101), signal)
    assert.equal(groups.size, 101)
    assert.equal(inputs().length, 3)
  })

  it('knows the classes of log groups', async () => {
    const classes = ['STANDARD', 'INFREQUENT_ACCESS', 'ESSENTIALS', 'DELIVERY', 'SOMETHING_NEW']
    const logs = await reader(() => ({
      body: { logGroups: classes.map(logGroupClass => ({ logGroupName: logGroupClass, logGroupClass })) },
    }))
    assert.deepEqual(
      [...(await logs.groups(classes, signal)).values()].map(group => group.class),
      ['standard', 'infrequent', 'infrequent', 'delivery', 'infrequent'],
    )
  })

  it('starts a query over whole seconds, both inclusive', async () => {
    const logs = await reader(() => ({ body: { queryId: 'q1' } }))
    assert.equal(await logs.startQuery({ groups: ['a', 'b'], text: 'stats count(*)', window }, signal), 'q1')
    assert.deepEqual(inputs(), [
      { logGroupNames: ['a', 'b'], queryString: 'stats count(*)', startTime: 1_700_000_000, endTime: 1_700_000_059 },
    ])
  })

  it('explains why a query was not started', async () => {
    const range =
      "end date and time is either before the log groups' creation time or exceeds the log groups log retention settings"
    const cases = [
      [refusal('MalformedQueryException', range), 'query-range'],
      [refusal('MalformedQueryException', 'unexpected symbol found ( at line 1'), 'query-malformed'],
      [refusal('LimitExceededException', 'Account maximum query concurrency limit reached'), 'too-many-queries'],
      [refusal('ResourceNotFoundException', "Log group 'x' does not exist"), 'not-found'],
      [refusal('AccessDeniedException', 'not authorized to perform: logs:StartQuery'), 'access-denied'],
      [refusal('UnknownOperationException', ''), 'operation-unknown'],
      [refusal('InvalidParameterException', 'no'), 'request-refused'],
      [refusal('ExpiredTokenException', 'expired', 403), 'credentials-expired'],
    ] as const
    for (const [answer, code] of cases) {
      const logs = await reader(() => answer)
      await assert.rejects(logs.startQuery({ groups: ['a'], text: '', window }, signal), { code })
      clients?.destroy()
      await server?.close()
    }
  })

  it('tells how a query stands, with all pages of its rows', async () => {
    const answers = [
      { status: 'Scheduled' },
      { status: 'Running', results: [] },
      {
        status: 'Complete',
        results: [
          [
            { field: 'calls', value: '1' },
            { field: '@log', value: '1:a' },
          ],
        ],
        statistics: { bytesScanned: 7, recordsMatched: 1, recordsScanned: 2 },
        nextToken: 'more',
      },
      { status: 'Complete', results: [[{ field: 'calls', value: '2' }]], nextToken: 'more' },
      { status: 'Timeout' },
      { status: 'Cancelled' },
    ]
    const logs = await reader(() => ({ body: answers.shift() }))
    assert.equal((await logs.queryState('q', signal)).status, 'running')
    assert.equal((await logs.queryState('q', signal)).status, 'running')
    assert.deepEqual(await logs.queryState('q', signal), {
      status: 'complete',
      rows: [
        new Map([
          ['calls', '1'],
          ['@log', '1:a'],
        ]),
        new Map([['calls', '2']]),
      ],
      scannedBytes: 7,
    })
    assert.equal((await logs.queryState('q', signal)).status, 'failed')
    assert.equal((await logs.queryState('q', signal)).status, 'failed')
  })

  it('stops a query, and minds no more if it had ended', async () => {
    const answers = [{ body: { success: true } }, refusal('InvalidParameterException', 'has ended')]
    const logs = await reader(() => answers.shift())
    await logs.stopQuery('q')
    await logs.stopQuery('q')
    assert.deepEqual(inputs(), [{ queryId: 'q' }, { queryId: 'q' }])
  })

  it('reads a page of events that match one of the terms, up to the end of the window', async () => {
    const events = [
      { eventId: '1', logStreamName: 's', timestamp: 5, message: 'REPORT' },
      { logStreamName: 's', timestamp: 6, message: 'another' },
    ]
    const answers = [{ events, nextToken: 'n1' }, { nextToken: 'n1' }]
    const logs = await reader(() => ({ body: answers.shift() }))
    const first = await logs.page('a', ['REPORT RequestId', 'INIT_START'], window, undefined, signal)
    assert.deepEqual(first, {
      events: [
        { id: '1', stream: 's', time: 5, message: 'REPORT' },
        { id: 's 6 another', stream: 's', time: 6, message: 'another' },
      ],
      next: 'n1',
    })
    assert.deepEqual(
      await logs.page('a', ['x'], window, 'n1', signal),
      { events: [] },
      'a page that repeats is the last',
    )
    assert.deepEqual(inputs()[0], {
      logGroupName: 'a',
      filterPattern: '?"REPORT RequestId" ?"INIT_START"',
      startTime: window.from,
      endTime: window.to - 1,
    })
  })
})
