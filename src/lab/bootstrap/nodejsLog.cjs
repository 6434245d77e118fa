// A Node.js function's log: text or JSON, as AWS_LAMBDA_LOG_FORMAT says.
'use strict'
const { writeSync } = require('node:fs')
const { format } = require('node:util')

const env = process.env
const isJson = env.AWS_LAMBDA_LOG_FORMAT === 'JSON'
const SEVERITY = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
let requestIdNow = () => undefined

/** Makes the console write log events. `requestId` tells the call at work. */
function takeOverConsole(requestId) {
  requestIdNow = requestId
  const levels = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' }
  for (const [method, level] of Object.entries(levels)) console[method] = (...values) => logValues(level, values)
}

function logValues(level, values) {
  if (!isJson) log(level, format(...values))
  else if (SEVERITY.indexOf(level) >= SEVERITY.indexOf(env.AWS_LAMBDA_LOG_LEVEL)) logJson(level, values)
}

/** A single object is told as it is; an error by its parts. */
function logJson(level, values) {
  const message = values.length === 1 ? structured(values[0]) : format(...values)
  const entry = { timestamp: new Date().toISOString(), level, requestId: requestIdNow(), message }
  let text
  try {
    text = JSON.stringify(entry)
  } catch {
    text = JSON.stringify({ ...entry, message: format(...values) })
  }
  write(`${text}\n`)
}

function structured(value) {
  if (!(value instanceof Error)) return typeof value === 'object' && value !== null ? value : format(value)
  const { errorType, errorMessage, trace } = describe(value)
  return { errorType, errorMessage, stackTrace: trace }
}

/** What the runtime itself says of a failure. */
function logFailure(title, error) {
  if (isJson) logJson('ERROR', [toError(error)])
  else log('ERROR', `${title} \t${JSON.stringify(describe(error))}`)
}

/** One console call is one log event: line ends inside become carriage returns, as in the real runtime. */
function log(level, message) {
  const text = [new Date().toISOString(), requestIdNow() ?? 'undefined', level, message].join('\t')
  write(`${text.replaceAll('\n', '\r')}\n`)
}

function write(text) {
  const bytes = Buffer.from(text)
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done)
    } catch (error) {
      if (error.code !== 'EAGAIN') return
    }
  }
}

function toError(value) {
  return value instanceof Error ? value : Object.assign(new Error(format(value)), { name: typeof value })
}

function describe(error) {
  const { name: errorType, message: errorMessage, stack } = toError(error)
  return { errorType, errorMessage, trace: (stack ?? '').split('\n') }
}

module.exports = { takeOverConsole, logFailure, toError, describe }
