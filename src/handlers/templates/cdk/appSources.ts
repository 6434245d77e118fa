import { posix } from 'node:path'
import { isGenerated, joinPath } from '../../sourceFiles.ts'
import type { TemplateProject } from '../templateReader.ts'

export interface AppSource {
  readonly file: string
  readonly text: string
}

const mostFiles = 500
const longestSource = 2_000_000

/**
 * The source files of a CDK app: from the file that `app` in `cdk.json` runs through all relative imports.
 * @param command value of `app`, such as `npx ts-node bin/shop.ts`
 */
export async function appSources(
  command: string,
  folder: string,
  project: TemplateProject,
): Promise<readonly AppSource[]> {
  const entries = entryFiles(command, folder, project.names)
  const open = entries.length > 0 ? [...entries] : likelySources(folder, project.names)
  const found: AppSource[] = []
  const visited = new Set(open)
  for (let file = open.shift(); file !== undefined && visited.size <= mostFiles; file = open.shift()) {
    const text = await project.text(file)
    if (text === undefined || text.length > longestSource) continue
    found.push({ file, text })
    for (const imported of importedFiles(file, text, project.names)) {
      if (visited.has(imported)) continue
      visited.add(imported)
      open.push(imported)
    }
  }
  return found
}

/** The programs that a command names; a compiled one is its source. */
function entryFiles(command: string, folder: string, names: ReadonlySet<string>): readonly string[] {
  return [...command.matchAll(/[\w@./-]+\.([mc]?[jt]s|tsx|py)\b/g)].flatMap(([path]) => {
    const source = path.replace(/^(\.\/)?(dist|build|out|lib\.js)\//, '')
    const modules = [path, source, `src/${source}`].map(candidate => joinPath(folder, candidate))
    const file = modules.flatMap(sourceNames).find(candidate => names.has(candidate) && !isGenerated(candidate))
    return file ?? []
  })
}

/** Where stacks lie by convention, for apps that are started by a script. */
function likelySources(folder: string, names: ReadonlySet<string>): string[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const isLikely =
    /^(app\.py|(bin|lib|src|stacks?|infra\w*|cdk|constructs?)\/.*(stack|construct|infra|app|cdk)\w*\.(ts|js|py))$/i
  return [...names].filter(name => name.startsWith(prefix) && isLikely.test(name.slice(prefix.length))).toSorted()
}

function importedFiles(file: string, text: string, names: ReadonlySet<string>): readonly string[] {
  return file.endsWith('.py') ? importedModules(file, text, names) : importedScripts(file, text, names)
}

function importedScripts(file: string, text: string, names: ReadonlySet<string>): readonly string[] {
  const specifiers = text.matchAll(
    /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'])(\.{1,2}(?:\/[^"'\n]*)?)\1/g,
  )
  return [...specifiers].flatMap(([, , specifier = '']) => {
    const path = joinPath(posix.dirname(file), specifier)
    const candidates = [...sourceNames(path), ...sourceNames(`${path.replace(/\/$/, '')}/index`)]
    return candidates.find(candidate => names.has(candidate)) ?? []
  })
}

/** `path` as it is, and as the TypeScript that it is compiled from or lacks the extension of. */
function sourceNames(path: string): readonly string[] {
  const bare = path.replace(/\.[mc]?jsx?$/, '')
  return [...['.ts', '.tsx', '.mts', '.cts'].map(extension => bare + extension), path, `${bare}.js`, `${bare}.mjs`]
}

/** `from stacks.shop import Shop`: from the file's folder, or one above it in which the app runs. */
function importedModules(file: string, text: string, names: ReadonlySet<string>): readonly string[] {
  const imports = text.matchAll(
    /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([\w\s,]*|[\w \t,]*)|import[ \t]+([\w.]+))/gm,
  )
  return [...imports].flatMap(([, from, members = '', whole]) => {
    const module = from ?? whole ?? ''
    const dots = /^\.*/.exec(module)?.[0].length ?? 0
    const path = module.slice(dots).replaceAll('.', '/')
    const own = posix.dirname(file)
    const bases =
      dots > 0 ? [joinPath(own, '../'.repeat(dots - 1))] : [own, posix.dirname(own), posix.dirname(posix.dirname(own))]
    const modules = [path, ...members.split(',').map(name => `${path}/${name.replace('(', '').trim()}`)]
    return modules.flatMap(one => {
      const candidates = bases.flatMap(base => [joinPath(base, `${one}.py`), joinPath(base, one, '__init__.py')])
      return candidates.find(candidate => names.has(candidate)) ?? []
    })
  })
}
