import { notOfForm, type ResolvedSource, type SourceProject } from '../resolvedSource.ts'
import { joinPath } from '../sourceFiles.ts'

/** `package.module.function`: everything before the last dot is the module, dots and slashes alike. */
export function resolvePython(handler: string, folder: string, { tree }: SourceProject): ResolvedSource {
  const parts = pythonParts(handler)
  if (!parts) return notOfForm(handler, 'module.function')
  const module = joinPath(folder, parts.module)
  const file = [`${module}.py`, `${module}/__init__.py`].find(candidate => tree.has(candidate))
  if (file !== undefined) return { file, exportName: parts.exportName }
  return { reason: `The handler ${handler} points to ${module}.py, which does not exist.` }
}

/** The module as a path without extension. */
export function pythonParts(handler: string): { readonly module: string; readonly exportName: string } | undefined {
  const dot = handler.lastIndexOf('.')
  if (dot <= 0 || dot === handler.length - 1) return
  return { module: handler.slice(0, dot).replaceAll('.', '/'), exportName: handler.slice(dot + 1) }
}
