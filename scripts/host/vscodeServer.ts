import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { LensError } from '#common/errors.ts'
import { quietSettings, type Settings } from './userSettings.ts'

const TOKEN_FILE = 'connection-token'
const BOUND = /Server bound to 127\.0\.0\.1:(\d+)/
const INSTALLED = /was successfully installed/
const INSTALL_FAILED = /Failed Installing Extensions/

export interface ServerOptions {
  /** From `installVscodeServer`. */
  readonly vscodeFolder: string
  /** A packaged extension to install before the first window. */
  readonly vsix?: string
  /** An extension's own folder, used as it lies. */
  readonly linkedExtension?: string
  /**
   * Takes development arguments from the page's address, as test suites need. It also hides notifications and dialogs:
   * not for browser tests.
   */
  readonly developmentArguments?: boolean
  /** True: unknown folders open in restricted mode, as for users. Default: every folder is trusted. */
  readonly workspaceTrust?: boolean
  readonly userSettings?: Settings
  /** Environment of the extension host on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** 0, the default: any free port. */
  readonly port?: number
}

export interface WindowOptions {
  /** The folder or `.code-workspace` file to open. */
  readonly workspace: string
  /** A file to open at once. */
  readonly file?: string
  /** An extension's own folder; needs `developmentArguments`, as the next. */
  readonly extensionDevelopmentPath?: string
  /** A CommonJS file (`.cjs`) whose exported `run()` is called in the extension host. */
  readonly extensionTestsPath?: string
}

export interface VscodeServer {
  readonly port: number
  /** The address of a window; holds the connection token. */
  url(window: WindowOptions): string
  /** What the server printed, for error messages. */
  output(): string
  /** What an extension wrote to its log channels, in all windows so far; empty when it wrote nothing. */
  extensionLog(extensionId: string): Promise<string>
  /** Ends the server and everything it started. */
  stop(): Promise<void>
}

/**
 * VS Code's own server on 127.0.0.1, in a process group of its own that ends with `stop` and also when this process
 * dies. The connection token keeps other users of the machine out.
 */
export async function startVscodeServer(options: ServerOptions): Promise<VscodeServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lambda-lens-server-'))
  const token = randomBytes(16).toString('hex')
  await writeFile(join(dataFolder, TOKEN_FILE), token, { mode: 0o600 })
  await writeUserSettings(dataFolder, { ...quietSettings, ...options.userSettings })
  if (options.linkedExtension) await linkExtension(dataFolder, options.linkedExtension)
  const child = spawn(process.execPath, serverArguments(options, dataFolder), {
    detached: true,
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = collectOutput(child)

  async function stop(): Promise<void> {
    await endGroup(child)
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  }

  try {
    const port = await boundPort(child, output, options.vsix !== undefined)
    const extensionLog = (id: string) => readLogs(join(dataFolder, 'data', 'logs'), id)
    return { port, output, extensionLog, stop, url: window => windowUrl(window, port, token) }
  } catch (error) {
    await stop()
    throw error
  }
}

function serverArguments(options: ServerOptions, dataFolder: string): string[] {
  return [
    '--import',
    pathToFileURL(join(import.meta.dirname, 'serverGuard.mjs')).href,
    join(options.vscodeFolder, 'out', 'server-main.js'),
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    `--connection-token-file=${join(dataFolder, TOKEN_FILE)}`,
    `--server-data-dir=${dataFolder}`,
    '--accept-server-license-terms',
    '--telemetry-level=off',
    ...(options.developmentArguments ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(options.vsix ? [`--install-extension=${options.vsix}`, '--start-server'] : []),
  ]
}

function windowUrl(window: WindowOptions, port: number, token: string): string {
  const { workspace, file: openFile, extensionDevelopmentPath, extensionTestsPath } = window
  const payload = [['skipWelcome', 'true']]
  for (const [name, path] of Object.entries({ openFile, extensionDevelopmentPath, extensionTestsPath })) {
    if (path) payload.push([name, `vscode-remote://127.0.0.1:${port}${path}`])
  }
  const url = new URL(`http://127.0.0.1:${port}/`)
  url.searchParams.set('tkn', token)
  url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace)
  url.searchParams.set('payload', JSON.stringify(payload))
  return url.href
}

/** The server takes what it finds in its extensions folder at its first start. */
async function linkExtension(dataFolder: string, extension: string): Promise<void> {
  const manifest: { publisher: string; name: string; version: string } = JSON.parse(
    await readFile(join(extension, 'package.json'), 'utf8'),
  )
  const folder = join(dataFolder, 'extensions')
  await mkdir(folder)
  await symlink(extension, join(folder, `${manifest.publisher}.${manifest.name}-${manifest.version}`))
}

/** In this server the settings of the user lie beside it, not in the browser; they are read when a window opens. */
async function writeUserSettings(dataFolder: string, settings: Settings): Promise<void> {
  const folder = join(dataFolder, 'data', 'User')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2))
}

function collectOutput(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-100_000)
    })
  }
  return () => text
}

async function boundPort(child: ChildProcess, output: () => string, installing: boolean): Promise<number> {
  for (;;) {
    const text = output()
    const port = BOUND.exec(text)?.[1]
    if (port && (!installing || INSTALLED.test(text))) return Number(port)
    if (INSTALL_FAILED.test(text) || child.exitCode !== null || child.signalCode !== null) {
      throw new LensError('vscode-server', "VS Code's server did not start.", `It printed:\n${text}`)
    }
    await delay(50)
  }
}

async function readLogs(folder: string, extensionId: string): Promise<string> {
  const files = await readdir(folder, { recursive: true })
  const own = files.filter(file => dirname(file).endsWith(extensionId) && file.endsWith('.log')).sort()
  const texts = await Promise.all(own.map(file => readFile(join(folder, file), 'utf8')))
  return texts.join('')
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const ended = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit')
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group has already gone.
  }
  await ended
}
