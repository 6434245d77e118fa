import { posix } from 'node:path'
import { foldersFrom, joinPath } from './sourceFiles.ts'
import { readJson } from './templates/readJson.ts'
import { entriesOf, type TemplateNode, valueAt } from './templates/templateNode.ts'

const maximalExtends = 5

/**
 * The `paths` of the TypeScript configuration for a folder: from an import to the paths that it may stand for,
 * relative to the indexed folder and without extension; none where nothing is configured.
 * @param read undefined for files that cannot be read
 */
export async function aliasedPaths(
  folder: string,
  names: ReadonlySet<string>,
  read: (file: string) => Promise<string | undefined>,
): Promise<(specifier: string) => readonly string[]> {
  const first = foldersFrom(folder)
    .map(above => joinPath(above, 'tsconfig.json'))
    .find(file => names.has(file))
  let base: string | undefined
  let paths: { readonly patterns: TemplateNode; readonly folder: string } | undefined
  let file = first
  for (let depth = 0; file !== undefined && depth < maximalExtends; depth++) {
    const { root } = readJson((await read(file)) ?? '')
    const own = posix.dirname(file)
    const baseUrl = textOf(valueAt(root, 'compilerOptions', 'baseUrl'))
    if (baseUrl !== undefined) base ??= joinPath(own, baseUrl)
    const patterns = valueAt(root, 'compilerOptions', 'paths')
    if (patterns) paths ??= { patterns, folder: own }
    const parent = textOf(valueAt(root, 'extends'))
    // A configuration that comes in a package maps nothing of this project.
    file = parent?.startsWith('.') ? joinPath(own, parent.replace(/(\.json)?$/, '.json')) : undefined
  }
  return specifier => {
    const mapped = paths ? matches(specifier, paths.patterns, base ?? paths.folder) : []
    return base === undefined ? mapped : [...mapped, joinPath(base, specifier)]
  }
}

function matches(specifier: string, patterns: TemplateNode, folder: string): readonly string[] {
  return entriesOf(patterns).flatMap(({ key, value }) => {
    const [before = '', after] = key.split('*')
    const isMatch = after === undefined ? specifier === key : specifier.startsWith(before) && specifier.endsWith(after)
    if (!isMatch || value.kind !== 'list') return []
    const middle = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length)
    return value.items.flatMap(item => {
      const target = textOf(item)
      return target === undefined
        ? []
        : [
            joinPath(
              folder,
              target.replace('*', () => middle),
            ),
          ]
    })
  })
}

function textOf(node: TemplateNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}
