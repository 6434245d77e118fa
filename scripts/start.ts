import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'
import { findDesktopEditor, hasDisplay, openDesktopEditor } from './host/desktopEditor.ts'
import { installVscodeServer } from './host/vscodeInstall.ts'
import { startVscodeServer } from './host/vscodeServer.ts'

const USAGE = `npm start [-- options]: opens a real VS Code with Lambda Lens on a fresh copy of the sample project.
  --browser   in the browser, even where VS Code is installed
  --port N    port of VS Code in the browser (default: any free one)
  --no-open   only print the address`

const REPOSITORY = resolve(import.meta.dirname, '..')

/** What the window shows at first: a handler. */
const FIRST_FILE = join('src', 'images', 'thumbnail.js')

const log = (line: string): void => console.log(line)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return log(USAGE)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new LensError('bad-port', `Not a port: ${values.port}.`, 'Give a number from 0 to 65535.')
  }
  await build()
  const sample = await copySample()
  const command = values.browser || !hasDisplay() ? undefined : await findDesktopEditor()
  if (command) {
    await openDesktopEditor(command, REPOSITORY, [sample, join(sample, FIRST_FILE)])
    log(`VS Code has opened with Lambda Lens on ${sample}`)
  } else {
    await serveInBrowser(sample, port, !values['no-open'] && hasDisplay())
  }
}

async function build(): Promise<void> {
  if (!existsSync(join(REPOSITORY, 'node_modules', 'esbuild'))) {
    throw new LensError('not-installed', 'The packages are not installed.', 'Run: npm ci')
  }
  log('Building…')
  const child = spawn(process.execPath, ['scripts/build.ts'], { cwd: REPOSITORY, stdio: 'inherit' })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) throw new LensError('build', 'The build failed.', 'See its output above.')
}

async function copySample(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'lambda-lens-')), 'sample')
  await cp(join(REPOSITORY, 'media', 'sample'), folder, { recursive: true })
  return folder
}

/** VS Code's own server, with the extension linked into it, until it is interrupted. */
async function serveInBrowser(sample: string, port: number, open: boolean): Promise<void> {
  const vscodeFolder = await installVscodeServer({ log })
  const server = await startVscodeServer({ vscodeFolder, port, linkedExtension: REPOSITORY })
  const address = server.url({ workspace: sample, file: join(sample, FIRST_FILE) })
  log(`\nVS Code is ready. Open this address; it holds a token, so keep it to yourself:\n\n  ${address}\n`)
  log('Ctrl-C ends it.')
  if (open) openAddress(address)
  await interruption()
  await server.stop()
  await rm(dirname(sample), { recursive: true, force: true })
}

/** The address is printed anyway, so a machine without an opener loses nothing. */
function openAddress(address: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  spawn(opener, [address], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref()
}

async function interruption(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  await Promise.race(signals.map(signal => once(process, signal)))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof LensError)) throw error
  console.error(`${error.message} ${error.remedy}`)
  process.exitCode = 1
}
