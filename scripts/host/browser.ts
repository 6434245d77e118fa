import { execFile } from 'node:child_process'
import { constants, createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { access, chmod, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { LensError } from '#common/errors.ts'
import { cachedFolder, cacheRoot } from './cacheFolder.ts'

const run = promisify(execFile)

/** How to start a headless browser; has the shape of playwright's launch options: `chromium.launch(await findBrowser())`. */
export interface Browser {
  readonly executablePath: string
  readonly args: string[]
  readonly env: Record<string, string>
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const LINUX_NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'microsoft-edge']
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

/** For a machine without any font; the package's own fonts.conf names folders of AWS Lambda. */
const OWN_FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
`

/**
 * A browser of this machine (`CHROME_PATH`, then the usual places), else the Chromium that the npm package
 * `@sparticuz/chromium` carries (Linux x64), unpacked once into the cache folder. Never downloads.
 */
export async function findBrowser(): Promise<Browser> {
  const env = inheritedEnvironment()
  const installed = await installedBrowser()
  if (installed) return { executablePath: installed, args: FLAGS, env }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser(env)
  throw missingBrowser()
}

function missingBrowser(cause?: unknown): LensError {
  const remedy =
    process.platform === 'darwin'
      ? 'Run: brew install --cask google-chrome (or set CHROME_PATH).'
      : 'Run: sudo apt-get install -y chromium (or set CHROME_PATH).'
  return new LensError('no-browser', 'No Chrome or Chromium was found.', remedy, cause)
}

async function installedBrowser(): Promise<string | undefined> {
  const chosen = process.env['CHROME_PATH']
  if (chosen) {
    if (await isExecutable(chosen)) return chosen
    throw new LensError('no-browser', `CHROME_PATH is not a program: ${chosen}`, 'Correct it or remove it.')
  }
  for (const candidate of candidates()) if (await isExecutable(candidate)) return candidate
  return undefined
}

function candidates(): string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap(folder => MAC_APPS.map(app => join(folder, app)))
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return LINUX_NAMES.flatMap(name => folders.map(folder => join(folder, name)))
}

async function packagedBrowser(env: Record<string, string>): Promise<Browser> {
  const { packageFolder, version } = locatePackage()
  const folder = await cachedFolder(cacheRoot(), `chromium-${version}`, target => unpack(packageFolder, target))
  const executablePath = join(folder, 'chromium')
  if (await lacksLibraries(executablePath, env)) {
    env['LD_LIBRARY_PATH'] = [join(folder, 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter)
    if (await lacksLibraries(executablePath, env)) throw missingBrowser()
  }
  if (!existsSync('/usr/share/fonts')) env['FONTCONFIG_FILE'] = join(folder, 'own-fonts.conf')
  return { executablePath, args: FLAGS, env }
}

function locatePackage(): { packageFolder: string; version: string } {
  try {
    const packageFolder = fileURLToPath(new URL('../../', import.meta.resolve('@sparticuz/chromium')))
    const manifest: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
    return { packageFolder, version: manifest.version }
  } catch (error) {
    throw missingBrowser(error)
  }
}

async function unpack(packageFolder: string, target: string): Promise<void> {
  const bin = join(packageFolder, 'bin')
  await decompress(join(bin, 'chromium.br'), join(target, 'chromium'))
  await chmod(join(target, 'chromium'), 0o755)
  for (const archive of ['al2023.tar', 'fonts.tar']) {
    const tar = join(target, archive)
    await decompress(join(bin, `${archive}.br`), tar)
    await run('tar', ['-xf', tar, '-C', target])
    await rm(tar)
  }
  await writeFile(join(target, 'own-fonts.conf'), OWN_FONTS)
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))
}

async function lacksLibraries(executable: string, env: Record<string, string>): Promise<boolean> {
  return run('ldd', [executable], { env }).then(
    ({ stdout }) => stdout.includes('not found'),
    () => true,
  )
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
