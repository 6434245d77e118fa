import { notOfForm, type ResolvedSource, type SourceProject } from '../resolvedSource.ts'
import { joinPath } from '../sourceFiles.ts'

/** `folder/file.method` and `folder/file.Module::Class.method`. */
export function resolveRuby(handler: string, folder: string, { tree }: SourceProject): ResolvedSource {
  const match = /^(?<path>(?:.*\/)?[^./]+)\.(?<exportName>(?:\w+(?:::\w+)*\.)?\w+[?!]?)$/.exec(handler)
  const { path, exportName } = match?.groups ?? {}
  if (path === undefined || exportName === undefined) return notOfForm(handler, 'file.method')
  const file = `${joinPath(folder, path)}.rb`
  if (tree.has(file)) return { file, exportName }
  return { reason: `The handler ${handler} points to ${file}, which does not exist.` }
}
