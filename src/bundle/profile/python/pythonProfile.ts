import { cp, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { describeError, LensError } from '#common/errors.ts'
import { packagedFiles } from '../../packagedFiles.ts'
import { type PythonPackage, pythonRecords } from '../../pythonPackages.ts'
import { folderBytes } from '../folderBytes.ts'
import type { ImportInit, InitProfile } from '../initProfile.ts'
import type { ProfileRequest } from '../initProfiler.ts'
import { runProbe } from '../probeRun.ts'
import { rankVariants } from '../rankVariants.ts'
import { type Contender, inRounds } from '../rounds.ts'
import { spreadOf } from '../spreadOf.ts'
import { type ModuleGroup, traceCosts } from '../traceCosts.ts'
import { importedNames } from './importedNames.ts'
import { importTimes } from './importTimes.ts'
import { PythonProbe, type PythonRun } from './pythonProbe.ts'

const defaultRuns = 10

/** Profiles a handler of Python by `-X importtime`, on copies of its code folder. */
export async function profilePython(
  request: ProfileRequest,
  temporary: string,
  signal: AbortSignal,
  onProgress: (activity: string) => void,
): Promise<InitProfile> {
  const { root, entry, interpreter, runs = defaultRuns } = request
  const folder = request.codeFolder ?? posix.dirname(entry)
  const module = posix.relative(folder, entry).replace(/\.py$/, '').replaceAll('/', '.')
  // As Lambda unpacks it: without compiled modules, which it cannot write either.
  const plain = join(temporary, 'plain')
  const { bytes, files: shipped } = await copyCode(join(root, ...folder.split('/')), plain, signal)
  const packages = await pythonRecords(plain, shipped)
  const python = new PythonProbe(request, module, temporary)
  onProgress('Tracing the imports')
  const { edges, files } = await python.run(plain, { edges: true }, signal)
  const failures: { name: string; reason: string }[] = []
  const compiled = join(temporary, 'compiled')
  const contenders: (Contender<PythonRun> & { readonly bytes: number })[] = [
    { name: 'base', bytes, run: stop => python.run(plain, {}, stop) },
  ]
  const traced: Contender<PythonRun> = { name: 'traced', run: stop => python.run(plain, { importTime: true }, stop) }
  try {
    const compiledBytes = await compileCode(plain, compiled, interpreter.path, signal)
    contenders.push({ name: 'shipped-pyc', bytes: compiledBytes, run: stop => python.run(compiled, {}, stop) })
  } catch (error) {
    if (!(error instanceof LensError)) throw error
    failures.push({ name: 'shipped-pyc', reason: describeError(error) })
  }
  const rounds = await inRounds([...contenders, traced], runs, signal, round =>
    onProgress(`Running ${contenders.length + 1} variants: round ${round} of ${runs}`),
  )
  const base = rounds.results.get('base')
  if (!base) throw rounds.failures.get('base')
  for (const [name, error] of rounds.failures) failures.push({ name, reason: describeError(error) })
  const initMs = spreadOf(base.map(({ workMs }) => workMs))
  const traces = (rounds.results.get('traced') ?? []).map(run => ({
    modules: importTimes(run.stderr).filter(([name]) => name in files),
    edges,
  }))
  const groupOf = async (name: string) => groupIn(name, files[name] ?? '', plain, packages)
  const costs = await traceCosts(traces, module, initMs.median, groupOf)
  const text = await readFile(join(root, ...entry.split('/')), 'utf8')
  return {
    initMs,
    clock: base[0]?.clock ?? 'wall',
    wallMs: spreadOf(base.map(({ wallMs }) => wallMs)),
    deployed: 'source',
    interpreter: interpreter.version,
    modules: costs.modules,
    imports: importLines(text, module, costs.imports),
    variants: rankVariants(contenders, rounds.results),
    failures,
  }
}

async function copyCode(
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly files: readonly string[] }> {
  let bytes = 0
  const files: string[] = []
  for (const file of await packagedFiles(from, name => name === 'node_modules')) {
    signal.throwIfAborted()
    const name = relative(from, file)
    const target = join(to, name)
    await mkdir(dirname(target), { recursive: true })
    await cp(file, target, { dereference: true })
    bytes += (await stat(file)).size
    files.push(name.split(sep).join('/'))
  }
  return { bytes, files }
}

/** Returns the bytes of the copy, compiled modules included. Throws a `LensError` (`not-compiled`). */
async function compileCode(from: string, to: string, python: string, signal: AbortSignal): Promise<number> {
  await cp(from, to, { recursive: true })
  // By the text's hash, unchecked: unpacking a package gives its files another time.
  const args = ['-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', to]
  const environment = { PATH: process.env['PATH'] ?? '' }
  const { code } = await runProbe({ command: python, args, cwd: to, environment }, signal)
  // Some file of a package that is not for this Python is no reason to give up.
  const bytes = await folderBytes(to)
  if (code !== 0 && bytes === (await folderBytes(from))) {
    throw new LensError('not-compiled', 'Python could not compile the modules.', 'Mend what does not parse.')
  }
  return bytes
}

/** Packages that are shipped, the project's own modules each by its file, and what else Python has by its first name. */
function groupIn(
  name: string,
  file: string,
  folder: string,
  packages: ReadonlyMap<string, PythonPackage>,
): ModuleGroup {
  const inside = relative(folder, file).split(sep).join('/')
  const shipped = packages.get(inside)
  if (shipped) return { ...shipped, key: shipped.name, isOwn: false }
  const isOwn = file.startsWith(join(folder, sep))
  const top = name.split('.')[0] ?? name
  return isOwn ? { key: name, name: inside, isOwn } : { key: top, name: top, isOwn }
}

/** Of the imports in the handler's file only those that its text shows. */
function importLines(text: string, module: string, imports: readonly ImportInit[]): readonly ImportInit[] {
  const costs = new Map(imports.map(one => [one.specifier, one]))
  return importedNames(text, module).flatMap(({ module: name, line }) => {
    const cost = costs.get(name)
    return cost ? [{ ...cost, line }] : []
  })
}
