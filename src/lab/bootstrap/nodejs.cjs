// Runs a Node.js function behind the Runtime API. Node.js 18 or newer, nothing but built-ins. CommonJS, because the
// loader of ES modules takes some ms to start, which a function without any need not wait for.
'use strict'
const { connect, Socket } = require('node:net')
const { isStreaming, loadHandler, provideStreaming, RuntimeError } = require('./nodejsHandler.cjs')
const { describe, logFailure, takeOverConsole, toError } = require('./nodejsLog.cjs')

const env = process.env

/** The one that was inherited, or one to the Runtime API's port. */
function openConnection() {
  const fd = env._LAB_CONNECTION
  delete env._LAB_CONNECTION
  if (fd !== undefined) return new Socket({ fd: Number(fd) })
  const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':')
  return connect({ host, port: Number(port), noDelay: true })
}

/** The call at work, or undefined between calls. */
let current

/** One keep-alive connection to the Runtime API; when it breaks, the lab is gone and so is this process. */
class RuntimeClient {
  #pending = []
  /** What has come of the answer so far, and its length once its head has come. */
  #chunks = []
  #bytes = 0
  #answer

  constructor(socket) {
    this.socket = socket
    this.socket.on('data', chunk => this.#read(chunk))
    this.socket.on('error', () => process.exit(1))
    this.socket.on('close', () => process.exit(1))
  }

  request(method, path, body = '', headers = {}) {
    return this.send(`${headOf(method, path, { 'Content-Length': Buffer.byteLength(body), ...headers })}${body}`)
  }

  /** The rest of a request; resolves with its answer. */
  send(text) {
    this.socket.ref()
    this.socket.write(text)
    return new Promise(resolve => this.#pending.push(resolve))
  }

  #read(chunk) {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    this.#answer ??= this.#readHead()
    if (!this.#answer || this.#bytes < this.#answer.end) return
    const { start, end, headers } = this.#answer
    const body = this.#join().toString('utf8', start, end)
    this.#chunks = []
    this.#bytes = 0
    this.#answer = undefined
    // One request at a time: nothing follows an answer.
    this.#pending.shift()?.({ headers, body })
  }

  #readHead() {
    const received = this.#join()
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const headers = new Map()
    for (const line of received.toString('latin1', 0, end).split('\r\n').slice(1)) {
      const colon = line.indexOf(':')
      headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
    }
    const start = end + 4
    return { headers, start, end: start + Number(headers.get('content-length') ?? 0) }
  }

  #join() {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]
  }
}

function headOf(method, path, headers) {
  const lines = Object.entries({ Host: 'lab', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} /2018-06-01/runtime/${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

const client = new RuntimeClient(openConnection())
takeOverConsole(() => current?.id)
provideStreaming()
process.on('uncaughtException', error => void failCall(error, 'Uncaught Exception'))
process.on('unhandledRejection', reason => {
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason))
  if (reason instanceof Error) error.stack = reason.stack
  void failCall(error, 'Unhandled Promise Rejection')
})
process.on('beforeExit', () => current?.loopIsEmpty())

void main()

async function main() {
  let handler
  try {
    handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER, env.AWS_EXECUTION_ENV)
  } catch (error) {
    logFailure('Uncaught Exception', error)
    await sendError('init/error', error)
    process.exit(1)
  }
  for (;;) {
    const { headers, body } = await client.request('GET', 'invocation/next')
    // So that an event loop with nothing left to do is noticed.
    client.socket.unref()
    await serve(handler, headers, body)
  }
}

async function serve(handler, headers, body) {
  const id = headers.get('lambda-runtime-aws-request-id')
  current = { id, loopIsEmpty() {} }
  env._X_AMZN_TRACE_ID = headers.get('lambda-runtime-trace-id')
  let answer
  try {
    const [event, context] = [JSON.parse(body), contextOf(headers)]
    if (isStreaming(handler)) await stream(handler, event, context)
    else answer = stringify(await call(handler, event, context))
  } catch (error) {
    logFailure('Invoke Error', error)
    await sendError(`invocation/${id}/error`, error)
    current = undefined
    return
  }
  if (current.response) await current.response.end()
  else await client.request('POST', `invocation/${id}/response`, answer, peakHeader())
  current = undefined
}

async function stream(handler, event, context) {
  const { callStreaming, ResponseStream } = require('./nodejsStreaming.cjs')
  const mode = { 'Transfer-Encoding': 'chunked', 'Lambda-Runtime-Function-Response-Mode': 'streaming' }
  const head = headOf('POST', `invocation/${current.id}/response`, { ...mode, ...peakHeader() })
  const response = new ResponseStream(client, head)
  current.response = response
  await untilLoopIsEmpty(callStreaming(handler, event, context, (chunk, done) => response.write(chunk, done)))
}

/** As the promise, unless it can never settle. */
function untilLoopIsEmpty(promise) {
  return new Promise((resolve, reject) => {
    current.loopIsEmpty = () =>
      reject(new RuntimeError('Runtime.NodeJsExit', 'The stream of the response was never ended.'))
    promise.then(resolve, reject)
  })
}

/** Resolves with what the handler returned, or gave to its callback. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    let answered
    current.loopIsEmpty = () => {
      if (answered) answered()
      else if (isPromise)
        reject(new RuntimeError('Runtime.NodeJsExit', 'The promise of the handler was never settled.'))
      else resolve(null)
    }
    const callback = (error, result) => {
      if (answered) return
      answered = () => (error ? reject(toError(error)) : resolve(result))
      if (!context.callbackWaitsForEmptyEventLoop) answered()
    }
    context.done = callback
    context.succeed = result => {
      context.callbackWaitsForEmptyEventLoop = false
      callback(null, result)
    }
    context.fail = error => {
      context.callbackWaitsForEmptyEventLoop = false
      callback(error ?? 'handled')
    }
    const returned = handler(event, context, callback)
    const isPromise = typeof returned?.then === 'function'
    if (isPromise) returned.then(resolve, error => reject(toError(error)))
  })
}

function contextOf(headers) {
  const deadlineMs = Number(headers.get('lambda-runtime-deadline-ms'))
  const clientContext = headers.get('lambda-runtime-client-context')
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: current.id,
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  }
}

function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null'
  } catch {
    throw new RuntimeError('Runtime.JSONStringifyError', 'Unable to stringify response body')
  }
}

async function sendError(path, error) {
  const description = describe(error)
  const text = JSON.stringify(description)
  const type = { 'Lambda-Runtime-Function-Error-Type': encodeURIComponent(description.errorType) }
  if (current?.response?.hasBegun) {
    const body = Buffer.from(text).toString('base64')
    await current.response.end({ ...type, 'Lambda-Runtime-Function-Error-Body': body })
  } else await client.request('POST', path, text, { ...type, ...peakHeader() })
}

/** An error outside of the handler's promise ends the call and the environment. */
async function failCall(error, title) {
  logFailure(title, error)
  await sendError(current ? `invocation/${current.id}/error` : 'init/error', error)
  process.exit(129)
}

function peakHeader() {
  // Linux: the lab reads the peak from outside.
  return process.platform === 'linux' ? {} : { 'Lambda-Lab-Peak-Kb': process.resourceUsage().maxRSS }
}
