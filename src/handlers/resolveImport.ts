import { posix } from 'node:path'
import { foldersFrom, joinPath } from './sourceFiles.ts'

/** The project's file behind an import of `from`; undefined for packages and for files that do not exist. */
export function resolveImport(from: string, specifier: string, files: ReadonlySet<string>): string | undefined {
  if (from.endsWith('.py')) return resolvePython(from, specifier, files)
  return from.endsWith('.rs') ? resolveRust(from, specifier, files) : resolveScript(from, specifier, files)
}

const scriptExtensions = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']

function resolveScript(from: string, specifier: string, files: ReadonlySet<string>): string | undefined {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return
  const path = joinPath(posix.dirname(from), specifier)
  // TypeScript imports name the file that will be there after compiling.
  const stem = path.replace(/\.([mc]?)jsx?$/, '')
  const bases = [stem, path, joinPath(path, 'index')]
  return [path, ...bases.flatMap(base => scriptExtensions.map(extension => base + extension))].find(candidate =>
    files.has(candidate),
  )
}

/** `.sibling` and `..package.module` from the file's folder, `package.module` from any folder above it. */
function resolvePython(from: string, specifier: string, files: ReadonlySet<string>): string | undefined {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0
  const path = specifier.slice(dots).replaceAll('.', '/')
  const folder = posix.dirname(from)
  const roots = dots > 0 ? [joinPath(folder, ...Array<string>(dots - 1).fill('..'))] : foldersFrom(folder)
  const modules = roots.map(root => joinPath(root, path))
  return modules
    .flatMap(module => [`${module}.py`, joinPath(module, '__init__.py')])
    .find(candidate => files.has(candidate))
}

/** A module of the same program stands beside its main file. */
function resolveRust(from: string, module: string, files: ReadonlySet<string>): string | undefined {
  const path = joinPath(posix.dirname(from), module)
  return [`${path}.rs`, `${path}/mod.rs`].find(candidate => files.has(candidate))
}
