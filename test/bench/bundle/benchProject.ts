import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'

const repository = join(import.meta.dirname, '../../..')

/** Imports of packages that are installed for Lambda Lens itself, and a use of each. */
const imports = [
  [
    "import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda'",
    'new InvokeCommand({}), new LambdaClient({})',
  ],
  [
    "import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'",
    'new FilterLogEventsCommand({}), new CloudWatchLogsClient({})',
  ],
  ["import { parse } from 'yaml'", "parse('a: 1')"],
  ["import lodash from 'lodash'", 'lodash.chunk([1, 2], 1)'],
  ["import { html } from 'lit'", 'html'],
  ["import fastGlob from 'fast-glob'", 'fastGlob'],
  ["import { mean } from 'simple-statistics'", 'mean([1, 2])'],
  ["import ms from 'ms'", "ms('1d')"],
] as const

/** A project with the packages of Lambda Lens, in a folder that is not the system's temporary one where that is known. */
export class BenchProject {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async open(): Promise<BenchProject> {
    // What lies in /tmp, import-cost looks for in memory.
    const base = process.platform === 'linux' ? '/var/tmp' : tmpdir()
    const root = await realpath(await mkdtemp(join(base, 'lambda-lens-bench-')))
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'))
    await writeFile(join(root, 'package.json'), '{"name":"bench","private":true}')
    await mkdir(join(root, 'src'))
    return new BenchProject(root)
  }

  /** A handler with every import whose place `uses` names; all of them by default. */
  text(uses: (place: number) => boolean = () => true): string {
    const used = imports.filter((_, place) => uses(place))
    const lines = used.map(([line]) => line)
    return `${lines.join('\n')}\nexport const handler = async () => [${used.map(([, use]) => use).join(', ')}]\n`
  }

  async write(entry: string, text: string): Promise<void> {
    await writeFile(join(this.root, entry), text)
  }

  request(entry: string): WeighRequest {
    return { root: this.root, entry, language: 'javascript', runtime: 'nodejs24.x', isTrusted: false }
  }

  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}

export const importCount = imports.length
