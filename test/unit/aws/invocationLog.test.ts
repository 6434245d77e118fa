import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { silentLog } from '#common/log.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

const window = { from: 1_000, to: 2_000 }

function event(requestId: string, timestamp: number, version = '$LATEST') {
  return {
    logStreamName: `2026/11/21/[${version}]0123456789abcdef`,
    timestamp,
    message:
      `REPORT RequestId: ${requestId}\tDuration: 1.50 ms\tBilled Duration: 2 ms\t` +
      'Memory Size: 128 MB\tMax Memory Used: 60 MB\t\n',
  }
}

describe('the invocation log', () => {
  const { signal } = new AbortController()
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined
  const warnings: string[] = []
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }

  afterEach(async () => {
    warnings.length = 0
    clients?.destroy()
    await server?.close()
  })

  async function read(answer: (input: { nextToken?: string; filterPattern?: string }) => ProtocolAnswer) {
    server = await serveProtocol(({ body }) => answer(JSON.parse(body)))
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return invocationLog(clients, log).invocations('hello', window, signal)
  }

  it('tells time and version of each call, oldest first, over all pages', async () => {
    const calls = await read(({ nextToken }) => ({
      body: nextToken
        ? { events: [event('a', 1_100, '7')] }
        : { events: [event('b', 1_200), { message: 'REPORT of something else', timestamp: 1 }], nextToken: 'more' },
    }))
    assert.deepEqual(
      calls.map(call => [call.requestId, call.time, call.version, call.durationMs]),
      [
        ['a', 1_100, '7', 1.5],
        ['b', 1_200, '$LATEST', 1.5],
      ],
    )
    const asked = JSON.parse(server?.requests[0]?.body ?? '')
    assert.deepEqual([asked.logGroupName, asked.startTime, asked.endTime], ['/aws/lambda/hello', 1_000, 1_999])
    assert.deepEqual(warnings, [])
  })

  it('finds text and JSON in one group, by one question, and counts an event once though pages repeat', async () => {
    const metrics = { durationMs: 1.5, billedDurationMs: 2, memorySizeMB: 128, maxMemoryUsedMB: 60 }
    const record = { requestId: 'a', status: 'success', metrics }
    const message = JSON.stringify({ time: '2026-11-21T01:00:00.000Z', type: 'platform.report', record })
    const json = { eventId: '2', message, timestamp: 1_100 }
    const calls = await read(({ nextToken }) => ({
      body: { events: [{ ...event('b', 1_200), eventId: '1' }, json], ...(nextToken ? {} : { nextToken: 'more' }) },
    }))
    assert.deepEqual(
      calls.map(call => [call.requestId, call.time, call.durationMs]),
      [
        ['a', 1_100, 1.5],
        ['b', 1_200, 1.5],
      ],
    )
    assert.equal(JSON.parse(server?.requests[0]?.body ?? '').filterPattern, '?"REPORT RequestId" ?"platform.report"')
  })

  it('is empty for a function that was never called', async () => {
    const missing = { status: 400, errorType: 'ResourceNotFoundException', body: { message: 'No such group' } }
    assert.deepEqual(await read(() => missing), [])
  })

  it('names the action that is not allowed', async () => {
    const denied = { status: 400, errorType: 'AccessDeniedException', body: { message: 'not authorized' } }
    await assert.rejects(
      read(() => denied),
      { code: 'access-denied', message: /logs:FilterLogEvents/ },
    )
  })

  it('reads a bounded number of pages, and says so', async () => {
    let pages = 0
    const calls = await read(() => {
      pages += 1
      return { body: { events: [event('a', 1_100 + pages)], nextToken: `page ${pages}` } }
    })
    assert.equal(calls.length, 20)
    assert.equal(server?.requests.length, 20)
    assert.match(warnings.join(), /aws\/lambda\/hello has more reports/)
  })
})
