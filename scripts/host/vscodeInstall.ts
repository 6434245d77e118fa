import { execFile } from 'node:child_process'
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describeError, LensError } from '#common/errors.ts'
import { cachedFolder, cacheRoot } from './cacheFolder.ts'

const run = promisify(execFile)

const PACKAGE = 'code-server@4.139.1'

/** Raised when what the folder holds changes while the package does not. */
const REVISION = 1

/** Half of the size, and nothing that a test or the sample needs. */
const UNUSED = ['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli']

const STAND_INS = {
  spdlog: 'spdlog.cjs',
  'native-watchdog': 'nativeWatchdog.cjs',
}

export interface InstallOptions {
  readonly cacheFolder?: string
  readonly log: (line: string) => void
}

/**
 * VS Code's server and workbench from the npm package of code-server, kept in the cache folder: the first call takes
 * some ten seconds and needs the package registry. No compiler is needed, as the only two native modules of the
 * extension host are replaced. Returns the folder with `out/server-main.js`.
 */
export async function installVscodeServer({ cacheFolder = cacheRoot(), log }: InstallOptions): Promise<string> {
  const name = `${PACKAGE.replace('@', '-')}-${REVISION}`
  return cachedFolder(cacheFolder, name, async folder => {
    log(`Installing VS Code's server (${PACKAGE}) into ${cacheFolder}, once…`)
    try {
      await fill(folder)
    } catch (error) {
      throw new LensError(
        'vscode-install',
        `VS Code's server could not be installed.\n${firstLines(describeError(error))}\n`,
        'Is the npm registry reachable? Try: npm view code-server version',
        error,
      )
    }
  })
}

/** npm says first what failed, and then at length how. */
function firstLines(text: string): string {
  return text.split('\n').slice(0, 6).join('\n')
}

async function fill(folder: string): Promise<void> {
  await npm(folder, 'pack', PACKAGE)
  const archive = (await readdir(folder)).find(file => file.endsWith('.tgz'))
  if (!archive) throw new Error('npm pack left no archive')
  await run('tar', ['-xzf', archive, '--strip-components=3', 'package/lib/vscode'], { cwd: folder })
  await rm(join(folder, archive))
  await dropUnusedDependencies(folder)
  await npm(folder, 'install', '--omit=dev', '--ignore-scripts')
  await npm(join(folder, 'extensions'), 'install', '--omit=dev', '--ignore-scripts')
  for (const [module, standIn] of Object.entries(STAND_INS)) {
    const source = join(import.meta.dirname, 'standIns', standIn)
    await copyFile(source, join(folder, 'node_modules', '@vscode', module, 'index.js'))
  }
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path, npm_config_audit: 'false', npm_config_fund: 'false' }
  await run('npm', args, { cwd, env, maxBuffer: 2 ** 26 })
}

interface Dependencies {
  dependencies: Record<string, string>
}

async function dropUnusedDependencies(folder: string): Promise<void> {
  const manifest = await readJson<Dependencies>(join(folder, 'package.json'))
  const lock = await readJson<{ packages: Record<string, Dependencies> }>(join(folder, 'npm-shrinkwrap.json'))
  for (const name of UNUSED) {
    delete manifest.dependencies[name]
    delete lock.packages['']?.dependencies[name]
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'npm-shrinkwrap.json'), JSON.stringify(lock))
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8'))
}
