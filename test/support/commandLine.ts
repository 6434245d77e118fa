import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The built command line; `npm test` builds it first. */
const commandLine = join(import.meta.dirname, '../../dist/cli.js')

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly process: ChildProcess
  readonly result: Promise<CommandResult>
  /** Resolves once the messages match; rejects when the command ends without that. */
  says(words: RegExp): Promise<void>
}

export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): RunningCommand {
  const child = spawn(process.execPath, [commandLine, ...args], {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const result = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    result.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    result.stderr += text
  })
  const says = (words: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (words.test(result.stderr)) resolve()
      }
      child.stderr.on('data', look)
      child.once('close', () => reject(new Error(`It ended without saying ${words}: ${result.stderr}`)))
      look()
    })
  return { process: child, says, result: once(child, 'close').then(([code]) => ({ ...result, code })) }
}

export async function runCommand(
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<CommandResult> {
  return await startCommand(args, env, cwd).result
}
