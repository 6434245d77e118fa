import { posix } from 'node:path'
import type { ResolvedSource, SourceProject, SourceQuestion } from '../resolvedSource.ts'
import { joinPath } from '../sourceFiles.ts'
import { cargoPrograms } from './cargo.ts'

/** The Rust program of a code folder, by Cargo's layout; of several the one that the template or the output names. */
export async function resolveRust(
  question: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<ResolvedSource> {
  const built = /^(?<crate>(?:.*\/)?)target\/lambda\/(?<program>[^/]+)$/.exec(folder)?.groups
  const crate = built ? joinPath(built['crate'] ?? '').replace(/\/$/, '') : folder
  const name = question.buildTarget ?? built?.['program']
  const all = await programsBelow(crate, project)
  const wanted = name === undefined ? all : all.filter(program => program.name === name)
  const starting = await startingHandlers(wanted.length > 0 ? wanted : [], project)
  const [only, second] = starting
  if (only !== undefined && second === undefined) return { file: only, exportName: 'main' }
  if (only === undefined) {
    const which = name === undefined ? '' : ` called ${name}`
    return { reason: `No Rust program${which} in ${crate || 'this folder'} serves a handler.` }
  }
  // Without a name, Cargo Lambda is given the program of the folder itself.
  const main = starting.find(file => file === joinPath(crate, 'src/main.rs'))
  if (main !== undefined) return { file: main, exportName: 'main' }
  const list = starting.slice(0, 3).join(', ')
  return { reason: `Several Rust programs serve a handler, and nothing says which one this is: ${list}.` }
}

interface Program {
  readonly name: string
  readonly file: string
}

/** Programs of all crates in a folder. */
async function programsBelow(folder: string, project: SourceProject): Promise<readonly Program[]> {
  const found: Program[] = []
  for (const file of project.tree.under(folder)) {
    if (posix.basename(file) !== 'Cargo.toml') continue
    const crate = posix.dirname(file)
    const cargo = await project.derived(file, cargoPrograms)
    for (const program of cargo?.programs ?? []) found.push({ name: program.name, file: joinPath(crate, program.path) })
    const sources = project.tree.under(joinPath(crate, 'src')).map(name => ({
      name,
      program: /\/src\/(?:main|bin\/(?<name>[^/]+?)(?:\/main)?)\.rs$/.exec(`/${name}`),
    }))
    for (const { name, program } of sources) {
      if (program && !found.some(known => known.file === name)) {
        found.push({ name: program.groups?.['name'] ?? cargo?.name ?? posix.basename(crate), file: name })
      }
    }
  }
  return found
}

async function startingHandlers(programs: readonly Program[], project: SourceProject): Promise<readonly string[]> {
  const found: string[] = []
  for (const { file } of programs) {
    if (!project.tree.has(file)) continue
    if ((await project.exportsOf(file)).some(({ exportName }) => exportName === 'main')) found.push(file)
  }
  return found
}
