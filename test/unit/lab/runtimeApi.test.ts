import assert from 'node:assert/strict'
import { request } from 'node:http'
import { RuntimeApi, type RuntimeReply } from '#lab/runtimeApi.ts'

const call = {
  requestId: '8f5d',
  payload: Buffer.from('{"a":1}'),
  deadlineMs: 1_800_000_000_000,
  invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  trace: { traceId: '1-67a2ad5f-10bdf06ec4cb0ba110bdf06e', segmentId: '53995c3f42cd8ad8', isSampled: true },
}

interface Sent {
  readonly headers?: Record<string, string>
  readonly body?: string
  /** Sends the body in chunks, and these after it. */
  readonly trailers?: Record<string, string>
}

/** What other runtimes than the lab's own do: as the Runtime API of the service is documented. */
describe('the Runtime API', () => {
  let api: RuntimeApi
  let replies: RuntimeReply[]
  beforeEach(async () => {
    api = await RuntimeApi.listen()
    replies = []
    api.onReply = reply => replies.push(reply)
  })
  afterEach(() => api.close())

  const send = (method: string, path: string, { headers = {}, body = '', trailers }: Sent = {}) =>
    new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; text: string }>(
      (resolve, reject) => {
        const url = `http://${api.address}/2018-06-01/runtime/${path}`
        const chunked: Record<string, string> = trailers
          ? { 'Transfer-Encoding': 'chunked', Trailer: Object.keys(trailers).join(', ') }
          : {}
        const sent = request(url, { method, headers: { ...headers, ...chunked } }, answer => {
          let text = ''
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk
          })
          answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
        })
        sent.on('error', reject)
        if (trailers) sent.addTrailers(trailers)
        sent.end(body)
      },
    )
  /** Takes a call as a runtime does. */
  const next = async () => {
    const ready = new Promise<void>(resolve => {
      api.onReady = resolve
    })
    const answer = send('GET', 'invocation/next')
    await ready
    api.hand(call)
    return await answer
  }

  it('hands a call over with its headers, and takes the response once', async () => {
    const { status, headers, text } = await next()
    assert.deepEqual([status, text], [200, '{"a":1}'])
    assert.deepEqual(
      ['aws-request-id', 'deadline-ms', 'invoked-function-arn', 'trace-id'].map(
        name => headers[`lambda-runtime-${name}`],
      ),
      [
        '8f5d',
        '1800000000000',
        call.invokedArn,
        'Root=1-67a2ad5f-10bdf06ec4cb0ba110bdf06e;Parent=53995c3f42cd8ad8;Sampled=1',
      ],
    )
    assert.equal((await send('POST', 'invocation/8f5d/response', { body: '2' })).status, 202)
    assert.equal((await send('POST', 'invocation/8f5d/response', { body: '3' })).status, 400)
    assert.deepEqual(
      replies.map(({ kind, body }) => [kind, body.toString()]),
      [['response', '2']],
    )
  })

  it('refuses what belongs to no call', async () => {
    await next()
    assert.equal((await send('POST', 'invocation/other/response')).status, 400)
    assert.equal((await send('POST', 'invocation/8f5d/other')).status, 400)
    assert.equal((await send('PUT', 'invocation/8f5d/response')).status, 400)
    assert.deepEqual(replies, [])
  })

  it('takes errors of calls and of INIT with their types', async () => {
    const errorType = { 'Lambda-Runtime-Function-Error-Type': 'Orders.Missing' }
    assert.equal((await send('POST', 'init/error', { headers: errorType, body: '{}' })).status, 202)
    await next()
    assert.equal((await send('POST', 'invocation/8f5d/error', { headers: errorType, body: '{}' })).status, 202)
    assert.deepEqual(
      replies.map(({ kind, errorType }) => [kind, errorType]),
      [
        ['init-error', 'Orders.Missing'],
        ['error', 'Orders.Missing'],
      ],
    )
  })

  it('takes a response that is streamed, and the error that it ends with', async () => {
    const headers = { 'Lambda-Runtime-Function-Response-Mode': 'streaming' }
    await next()
    await send('POST', 'invocation/8f5d/response', { headers, body: '{"b":1}', trailers: {} })
    await next()
    const error = Buffer.from('{"errorType":"RangeError"}').toString('base64')
    const trailers = { 'Lambda-Runtime-Function-Error-Type': 'RangeError', 'Lambda-Runtime-Function-Error-Body': error }
    await send('POST', 'invocation/8f5d/response', { headers, body: 'half of', trailers })
    assert.deepEqual(
      replies.map(({ kind, body, errorType }) => [kind, body.toString(), errorType]),
      [
        ['response', '{"b":1}', undefined],
        ['error', '{"errorType":"RangeError"}', 'RangeError'],
      ],
    )
  })
})
