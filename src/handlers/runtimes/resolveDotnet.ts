import { posix } from 'node:path'
import { notOfForm, type ResolvedSource, type SourceProject } from '../resolvedSource.ts'
import { findExport } from './findExport.ts'

/** `Assembly::Namespace.Class::Method`, or the assembly alone for a program that starts the runtime itself; C#. */
export async function resolveDotnet(handler: string, folder: string, project: SourceProject): Promise<ResolvedSource> {
  const [assembly = '', type, method, ...rest] = handler.split('::')
  if (rest.length > 0 || (type !== undefined && !method) || !/^[\w.-]+$/.test(assembly)) {
    return notOfForm(handler, 'Assembly::Namespace.Class::Method')
  }
  const here = sources(folder, project)
  if (type === undefined || method === undefined) return await program(assembly, here, project)
  const { className, methodName } = written(type.split(/[.+]/).at(-1) ?? '', method)
  const isNamed = (file: string) => stemOf(file) === className
  const stages = [
    () => here.filter(isNamed),
    () => ofAssembly(assembly, sources('', project).filter(isNamed)),
    () => sources('', project).filter(isNamed),
    () => here,
  ]
  const found = await findExport(
    stages,
    file => [isNamed(file) ? methodName : `${className}::${methodName}`, className],
    project,
  )
  return found ?? { reason: `The handler ${handler} points to a class ${className}, which no C# file here declares.` }
}

/** The annotations of Lambda generate a class `Class_Method_Generated` around the method that somebody wrote. */
function written(className: string, method: string): { readonly className: string; readonly methodName: string } {
  const original = /^(?<className>\w+)_(?<methodName>[^_]+)_Generated$/.exec(className)?.groups
  return { className: original?.['className'] ?? className, methodName: original?.['methodName'] ?? method }
}

async function program(assembly: string, here: readonly string[], project: SourceProject): Promise<ResolvedSource> {
  const files = [...ofAssembly(assembly, here), ...here].toSorted(
    (a, b) => Number(stemOf(b) === 'Program') - Number(stemOf(a) === 'Program'),
  )
  const found = await findExport([() => [...new Set(files)]], () => ['main'], project)
  return found ?? { reason: `No C# file of the assembly ${assembly} starts the Lambda runtime.` }
}

/** The assembly is called like its project's folder, by default. */
function ofAssembly(assembly: string, files: readonly string[]): readonly string[] {
  return files.filter(file => `/${file}`.includes(`/${assembly}/`))
}

function sources(folder: string, { tree }: SourceProject): readonly string[] {
  return tree.under(folder).filter(file => file.endsWith('.cs') && !/(^|\/)(obj|bin)\//.test(file))
}

function stemOf(file: string): string {
  return posix.basename(file).replace(/\.\w+$/, '')
}
