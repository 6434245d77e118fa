import { isGenerated, joinPath } from '../../sourceFiles.ts'
import type { TemplateProject } from '../templateReader.ts'
import { AppImports, sourceNames } from './appImports.ts'

export interface AppSource {
  readonly file: string
  readonly text: string
}

const mostFiles = 500
const longestSource = 2_000_000

/**
 * The source files of a CDK app: from the file that `app` in `cdk.json` runs through what it imports of the project.
 * @param command value of `app`, such as `npx ts-node bin/shop.ts`
 */
export async function appSources(
  command: string,
  folder: string,
  project: TemplateProject,
): Promise<readonly AppSource[]> {
  const entries = entryFiles(command, folder, project.names)
  const open = entries.length > 0 ? [...entries] : likelySources(folder, project.names)
  const imports = new AppImports(folder, project)
  const found: AppSource[] = []
  const visited = new Set(open)
  for (let file = open.shift(); file !== undefined && visited.size <= mostFiles; file = open.shift()) {
    const text = await project.text(file)
    if (text === undefined || text.length > longestSource) continue
    found.push({ file, text })
    for (const imported of await imports.of(file, text)) {
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
