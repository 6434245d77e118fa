import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { LensError } from '#common/errors.ts'
import type { CallHooks } from './calling.ts'
import type { Invoker } from './functionControl.ts'

/** Calls a function of the account before each call; what it returns, unless null, is the payload. */
export function beforeByFunction(invoker: Invoker, name: string): NonNullable<CallHooks['before']> {
  return async (payload, signal) => {
    const answer = await invokeHook(invoker, name, payload, signal)
    return answer === '' || answer === 'null' ? undefined : answer
  }
}

/** Calls a function of the account after each call, with `{payload, answer}`. */
export function afterByFunction(invoker: Invoker, name: string): NonNullable<CallHooks['after']> {
  return async (payload, answer, signal) => {
    await invokeHook(invoker, name, withAnswer(payload, answer), signal)
  }
}

/**
 * Runs a program before each call. It reads the payload from its input; what it prints, unless nothing, is the payload.
 * @param command the program and its arguments
 */
export function beforeByProgram(command: readonly string[]): NonNullable<CallHooks['before']> {
  return async (payload, signal) => {
    const printed = (await runHook(command, payload, signal)).trim()
    if (printed === '') return undefined
    try {
      JSON.parse(printed)
      return printed
    } catch (error) {
      throw failed(command.join(' '), 'it printed something that is not JSON', error)
    }
  }
}

/** Runs a program after each call. It reads `{payload, answer}` from its input. */
export function afterByProgram(command: readonly string[]): NonNullable<CallHooks['after']> {
  return async (payload, answer, signal) => {
    await runHook(command, withAnswer(payload, answer), signal)
  }
}

/** Both are JSON text; a function may also have answered nothing. */
function withAnswer(payload: string, answer: string): string {
  return `{"payload":${payload},"answer":${answer === '' ? 'null' : answer}}`
}

async function invokeHook(invoker: Invoker, name: string, payload: string, signal: AbortSignal): Promise<string> {
  const answer = await invoker.invoke(name, '$LATEST', payload, signal)
  if (answer.functionError !== undefined) throw failed(`The function ${name}`, answer.payload.slice(0, longestReason))
  return answer.payload
}

const longestReason = 300

async function runHook(command: readonly string[], input: string, signal: AbortSignal): Promise<string> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], signal })
  const [printed, complaints] = [collect(child.stdout), collect(child.stderr)]
  // A program that does not read its input may end before it is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code, ended] = await once(child, 'close').catch((error: unknown) => {
    signal.throwIfAborted()
    throw failed(command.join(' '), error instanceof Error ? error.message : String(error), error)
  })
  if (code === 0) return printed()
  const why = complaints().trim().split('\n').at(-1)?.slice(0, longestReason)
  throw failed(command.join(' '), why || `it ended with ${ended ?? `code ${code}`}`)
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}

function failed(what: string, why: string, cause?: unknown): LensError {
  return new LensError(
    'hook-failed',
    `${what}, which is run around each call, failed: ${why}.`,
    'Mend it, or leave it away.',
    cause,
  )
}
