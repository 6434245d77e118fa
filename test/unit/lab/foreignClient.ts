import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '#lab/start.ts'

/** Debian's own first: those of other sources may be newer than what .ci/run installs. */
const folders = ['/usr/bin/', '']

/** The first of Debian's program and the one on PATH that can do what `probe` asks of it; undefined where none can. */
export function findProgram(name: string, probe: readonly string[]): string | undefined {
  return folders.map(folder => folder + name).find(program => spawnSync(program, probe).status === 0)
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a client of AWS that knows nothing but the lab: no settings of this machine's user. */
export function runClient(program: string, args: readonly string[], lab: Lab, more: Record<string, string> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_ACCESS_KEY_ID: lab.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: lab.credentials.secretAccessKey,
    AWS_DEFAULT_REGION: lab.region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    LAB_ENDPOINT: lab.endpoint,
    ...more,
  }
  return new Promise<Ran>(resolve => {
    execFile(program, [...args], { env, cwd: home, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
    })
  })
}
