import { posix } from 'node:path'
import { notOfForm, type ResolvedSource, type SourceProject } from '../resolvedSource.ts'
import { findExport, maximalFiles } from './findExport.ts'

/** `com.example.Handler::method`, or the class alone for one that implements Lambda's own interface; Java and Kotlin. */
export async function resolveJvm(handler: string, folder: string, project: SourceProject): Promise<ResolvedSource> {
  const match = /^(?<path>(?:[\w]+\.)*)(?<classes>[\w$]+)(?:::(?<method>\w+))?$/.exec(handler)
  const { path = '', classes, method = 'handleRequest' } = match?.groups ?? {}
  if (classes === undefined) return notOfForm(handler, 'package.Class::method')
  const [outer = '', ...nested] = classes.split('$')
  const className = nested.at(-1) ?? outer
  const isNamed = (file: string) =>
    [outer, outer.replace(/Kt$/, '')].includes(posix.basename(file).replace(/\.\w+$/, ''))
  const sources = (under: string) => project.tree.under(under).filter(file => /\.(java|kt)$/.test(file))
  const inPackage = (files: readonly string[]) => ofPackage(path.slice(0, -1), files, project)
  const stages = [
    () => inPackage(sources(folder).filter(isNamed)),
    // Kotlin asks neither for a file of the class's name nor for folders like the package.
    () => inPackage(sources(folder).filter(file => file.endsWith('.kt'))),
    () => inPackage(sources('').filter(isNamed)),
  ]
  const names = [method, className]
  const found = await findExport(
    stages,
    file => (isNamed(file) && nested.length === 0 ? names : [`${className}::${method}`, className]),
    project,
  )
  const expected = `${path.replaceAll('.', '/')}${outer}.java`
  return found ?? { reason: `The handler ${handler} points to ${expected} (or .kt), which is not in this folder.` }
}

async function ofPackage(name: string, files: readonly string[], project: SourceProject): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of files.slice(0, maximalFiles)) {
    if ((await project.derived(file, packageOf)) === name) found.push(file)
  }
  return found
}

function packageOf(text: string): string {
  return /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? ''
}
