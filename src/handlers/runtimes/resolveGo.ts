import { posix } from 'node:path'
import type { ResolvedSource, SourceProject, SourceQuestion } from '../resolvedSource.ts'
import { isGenerated, joinPath } from '../sourceFiles.ts'
import { builtOutputs, builtPackages } from './makefile.ts'

/** The Go program of a code folder: the one there, the one that a Makefile builds, or the one named like the function. */
export async function resolveGo(
  question: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<ResolvedSource> {
  const made = await packageByMakefile(question, folder, project)
  const named = await packageOfOutput(question, folder, project)
  for (const place of [...made, ...named, folder, ...aroundOutput(folder)]) {
    const file = await programIn(place, project)
    if (file !== undefined) return { file, exportName: 'main' }
  }
  const names = nameHints(question, folder)
  const isNamed = (file: string) => names.has(simplified(posix.basename(posix.dirname(file))))
  const below = goFiles(folder, project)
  // A code folder that holds only what was built says by its name which program it is.
  const inProject = isGenerated(folder) || below.length === 0 ? goFiles('', project).filter(isNamed) : []
  const found = await programs([...below, ...inProject], project)
  const [only, second] = found
  if (only !== undefined && second === undefined) return { file: only, exportName: 'main' }
  const fitting = found.filter(isNamed)
  if (fitting.length === 1 && fitting[0] !== undefined) return { file: fitting[0], exportName: 'main' }
  if (only === undefined) return { reason: `No Go program in ${folder || 'this folder'} starts a handler.` }
  const list = found.slice(0, 3).join(', ')
  return { reason: `Several Go programs start a handler, and nothing says which one this is: ${list}.` }
}

/** `orders/bin` holds what was built of `orders`. */
function aroundOutput(folder: string): readonly string[] {
  const around = /^(?:(?<around>.*)\/)?(?:bin|build|dist|out|target)$/.exec(folder)
  return around ? [around.groups?.['around'] ?? ''] : []
}

/** The file of a folder itself that starts a handler. */
async function programIn(folder: string, project: SourceProject): Promise<string | undefined> {
  if (project.tree.has(folder)) return (await programs([folder], project))[0]
  const files = goFiles(folder, project).filter(file => joinPath(posix.dirname(file)) === folder)
  return (await programs(files, project))[0]
}

async function programs(files: readonly string[], project: SourceProject): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of files) {
    if ((await project.exportsOf(file)).some(({ exportName }) => exportName === 'main')) found.push(file)
  }
  return found
}

function goFiles(folder: string, { tree }: SourceProject): readonly string[] {
  return tree
    .under(folder)
    .filter(file => file.endsWith('.go') && !file.endsWith('_test.go') && !/(^|\/)vendor\//.test(file))
    .toSorted((a, b) => Number(b.endsWith('main.go')) - Number(a.endsWith('main.go')))
}

async function packageByMakefile(
  { logicalId, buildMethod }: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<readonly string[]> {
  const makefile = joinPath(folder, 'Makefile')
  if (buildMethod !== 'makefile' || !project.tree.has(makefile)) return []
  const packages = (await project.derived(makefile, builtPackages))?.get(`build-${logicalId}`) ?? []
  return packages.map(path => joinPath(folder, path).replace(/\/$/, ''))
}

/** The package of which a Makefile builds the program that the handler names. */
async function packageOfOutput(
  { handler = '' }: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<readonly string[]> {
  const makefile = joinPath(folder, 'Makefile')
  if (handler === '' || !project.tree.has(makefile)) return []
  const path = (await project.derived(makefile, builtOutputs))?.get(posix.join(handler))
  return path === undefined ? [] : [joinPath(folder, path).replace(/\/$/, '')]
}

/** What the program's folder may be called: as the handler, the code folder or the function. */
function nameHints({ logicalId, handler = '' }: SourceQuestion, folder: string): ReadonlySet<string> {
  const hints = [
    posix.basename(handler),
    posix.basename(folder),
    logicalId,
    logicalId.replace(/(Lambda|Function)+$/, ''),
  ]
  return new Set(hints.map(simplified).filter(hint => hint !== '' && hint !== 'bootstrap'))
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
