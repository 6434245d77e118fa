import { execFile } from 'node:child_process'
import { access, constants, realpath } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export interface Interpreter {
  readonly path: string
  /** `24.21.0`. */
  readonly version: string
  /** What the interpreter itself needs in its environment. */
  readonly environment: Readonly<Record<string, string>>
}

const PYTHON_NAMES = ['python3', 'python3.15', 'python3.14', 'python3.13', 'python3.12', 'python3.11']

/** Finds the interpreters of this machine, once for each language. */
export class Interpreters {
  #node: Promise<readonly Interpreter[]> | undefined
  #python: Promise<readonly Interpreter[]> | undefined

  /** The interpreter nearest to a runtime like `nodejs22.x`; undefined when the machine has none of its language. */
  async nearest(runtime: string): Promise<Interpreter | undefined> {
    if (runtime.startsWith('nodejs')) {
      this.#node ??= findNode()
      return nearestTo(runtime.slice('nodejs'.length), await this.#node)
    }
    this.#python ??= findAll(PYTHON_NAMES, [
      '-c',
      'import sys, platform; print(sys.executable, platform.python_version())',
    ])
    return nearestTo(runtime.slice('python'.length), await this.#python)
  }
}

async function findNode(): Promise<readonly Interpreter[]> {
  const isElectron = process.versions['electron'] !== undefined
  const found = await findAll(['node'], ['-p', 'process.execPath + " " + process.versions.node'])
  if (!isElectron) {
    const own = { path: process.execPath, version: process.versions.node, environment: {} }
    return found.some(({ path }) => path === own.path) ? found : [...found, own]
  }
  // The editor's own Node.js, for machines that have no other.
  const environment = { ELECTRON_RUN_AS_NODE: '1' }
  return found.length > 0 ? found : [{ path: process.execPath, version: process.versions.node, environment }]
}

/** Asks what PATH holds who they are: a launcher (pyenv, volta) is slow, the interpreter behind it is wanted. */
async function findAll(names: readonly string[], question: readonly string[]): Promise<readonly Interpreter[]> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '')
  const ending = process.platform === 'win32' ? '.exe' : ''
  const candidates = folders.flatMap(folder => names.map(name => join(folder, name + ending)))
  const present = (await Promise.all(candidates.map(executable))).filter(path => path !== undefined)
  const answers = await Promise.all([...new Set(present)].map(path => ask(path, question)))
  const found = answers.filter(answer => answer !== undefined)
  return [...new Map(found.map(interpreter => [interpreter.path, interpreter])).values()]
}

async function executable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK)
    return await realpath(path)
  } catch {
    return undefined
  }
}

/** Undefined when it does not run, or is something else. */
function ask(command: string, question: readonly string[]): Promise<Interpreter | undefined> {
  return new Promise(resolve => {
    execFile(command, question, { timeout: 5000 }, (error, stdout) => {
      const [, path, version] = /^(.+) (\d+\.\d+\.\d+)/.exec(stdout) ?? []
      resolve(error || !path || !version ? undefined : { path, version, environment: {} })
    })
  })
}

/** `wanted` is `22.x` or `3.12`: the same version if there is one, else the least distance, of two the newer. */
function nearestTo(wanted: string, found: readonly Interpreter[]): Interpreter | undefined {
  const target = numberOf(wanted)
  const distance = ({ version }: Interpreter) => Math.abs(numberOf(version) - target)
  return found.toSorted((a, b) => distance(a) - distance(b) || numberOf(b.version) - numberOf(a.version))[0]
}

/** `22.x` → 22.000, `3.12` → 3.012: patch releases do not count. */
function numberOf(version: string): number {
  const [major = '0', minor = '0'] = version.split('.')
  const isPython = major === '3'
  return Number(major) + (isPython ? Number.parseInt(minor, 10) / 1000 : 0)
}
