#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { describeError, isAbort, LensError } from '#common/errors.ts'

export type ExitCode = 0 | 1 | 2

type Command = (args: readonly string[], signal: AbortSignal) => Promise<ExitCode>

/** Each command is loaded only when it is the one that runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  handlers: async () => (await import('./handlersCommand.ts')).handlersCommand,
  check: async () => (await import('./checkCommand.ts')).checkCommand,
  stats: async () => (await import('./statsCommand.ts')).statsCommand,
  size: async () => (await import('./sizeCommand.ts')).sizeCommand,
  profile: async () => (await import('./profileCommand.ts')).profileCommand,
  tune: async () => (await import('./tuneCommand.ts')).tuneCommand,
  lab: async () => (await import('./labCommand.ts')).labCommand,
}

const usage = `Usage: lambda-lens COMMAND …

  handlers DIR [--json]      the handlers of a project and their definitions
  check PATH… [--json]       what could be better in the handlers of files and folders
      --rule ID              --fix | --fix-dry-run    --sarif    --fail-on error|warning|info
  stats TARGET… [--json]     how deployed functions ran, from their logs; TARGET is a name or an ARN
      --since 24h            --metrics    --compare    --region R    --profile P
  size TARGET [--json]       what a handler ships, by package and by import; TARGET is FILE#EXPORT or a name
      --budget 1MB           --compare REV
  profile TARGET [--json]    what a handler's init is made of, and what would make it shorter; runs it
      --runs N
  tune TARGET [--json]       measure a function at several memory sizes and recommend one
      --lab                  on this machine; TARGET is FILE#EXPORT or a name from the template
      --versions             on AWS, by published versions; TARGET is a function name or ARN
      --clone                on AWS, by a temporary copy; TARGET may name a version or an alias
      --architecture A       of the copy: x86_64 or arm64
      --state-machine        by a deployed aws-lambda-power-tuning; --import X reads a result or link of it
      --sizes 128,512,…      --objective within:5 | cheapest | fastest | balanced:0.5 | under-p99:800
                             (under-p95:800 as well)
      --payload FILE[:WEIGHT] again for each of several; --starts warm | cold | both
      --before X, --after X  run around each call: a program, or function:NAME
      --concurrency N        --pause MS       --max-retries N
      --max-calls N          --max-usd X      --fail-if-saving-over PCT
      --yes NAME             confirms that a function which may be in use is tuned
      --apply X              to the function or to its template; --undo takes the former back
      --compare              says what has changed since the last sweep of the function
  lab                        start the local Lambda, print its endpoint and credentials as JSON

Exit code 0: done; 1: done, and a budget asks to fail; 2: could not be done.
`

process.exitCode = await main(process.argv.slice(2))

async function main([name = '', ...args]: readonly string[]): Promise<ExitCode> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    const asked = parseArgs({ args: [name, ...args], strict: false, options: { help: { type: 'boolean' } } })
    process.stderr.write(usage)
    return asked.values.help === true ? 0 : 2
  }
  try {
    const command = await load()
    return await command(args, interruption())
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    return 2
  }
}

/** Ctrl-C asks the command to end in good order; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

function explain(error: unknown): string {
  if (isAbort(error)) return 'Interrupted.'
  if (error instanceof LensError) return describeError(error)
  const badArguments = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (badArguments) return `${error.message} (bad-arguments)\n\n${usage}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
