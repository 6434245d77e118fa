import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { labOptions, labUsage } from '#lab/labOptions.ts'
import { nodeFlags } from '#lab/start.ts'
import { labScript } from './labScript.ts'
import type { ExitCode } from './main.ts'

/**
 * Runs the lab until this process's input closes or it is interrupted. The lab's own input is a pipe of ours, so that
 * it ends even when this process is killed.
 */
export async function labCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  if (args.includes('--help')) {
    process.stdout.write(labUsage)
    return 0
  }
  labOptions(args)
  const lab = spawn(process.execPath, [...nodeFlags, labScript, ...args], { stdio: ['pipe', 'inherit', 'inherit'] })
  process.stdin.pipe(lab.stdin)
  lab.stdin.on('error', () => process.stdin.unpipe(lab.stdin))
  signal.addEventListener('abort', () => lab.stdin.end())
  const [code] = await once(lab, 'exit')
  process.stdin.destroy()
  return code === 0 ? 0 : 2
}
