import { posix } from 'node:path'
import { joinPath } from '../../sourceFiles.ts'
import { texts } from './bundling.ts'

/** Options with their paths, which start from `folder`, as they are from the indexed folder. */
export function relativeOptions(
  options: Readonly<Record<string, unknown>>,
  folder: string,
): Readonly<Record<string, unknown>> {
  const moved = (path: string) => (path.startsWith('.') ? `./${joinPath(folder, path)}` : path)
  const always = (path: string) => (posix.isAbsolute(path) ? path : `./${joinPath(folder, path)}`)
  const { tsconfig, inject, alias, external } = options
  return {
    ...options,
    ...(typeof tsconfig === 'string' && { tsconfig: always(tsconfig) }),
    ...(Array.isArray(inject) && { inject: texts(inject).map(always) }),
    ...(Array.isArray(external) && { external: texts(external).map(moved) }),
    ...(typeof alias === 'object' &&
      alias !== null && {
        alias: Object.fromEntries(Object.entries(alias).map(([name, path]) => [name, moved(String(path))])),
      }),
  }
}
