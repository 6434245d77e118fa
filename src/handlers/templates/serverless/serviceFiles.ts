import { posix } from 'node:path'
import { LineTable } from '#syntax/lineTable.ts'
import { aliasedPaths } from '../../aliasedPaths.ts'
import { resolveImport } from '../../resolveImport.ts'
import { isScript, joinPath } from '../../sourceFiles.ts'
import { readJson } from '../readJson.ts'
import { readYaml } from '../readYaml.ts'
import type { ParsedTemplate } from '../templateNode.ts'
import type { TemplateProject } from '../templateReader.ts'
import type { Located, NotFound } from './locatedValue.ts'

export { isScript } from '../../sourceFiles.ts'

/** What a service's definition may draw on besides its own text. */
export type ServiceProject = Pick<TemplateProject, 'names' | 'text'>

/** The YAML reader takes a second for each million characters. */
const maximalYamlLength = 3_000_000
/** The JavaScript reader takes as long for less; nobody writes so much by hand. */
const maximalScriptLength = 1_000_000

/** The files that make up one service's definition, each read once. */
export class ServiceFiles {
  /** What of the files read could not be understood. */
  readonly problems: string[] = []
  /** Of the service: paths in its files are relative to it. */
  readonly folder: string
  readonly #project: ServiceProject
  readonly #template: string
  readonly #texts = new Map<string, string>()
  readonly #lines = new Map<string, LineTable>()
  readonly #roots = new Map<string, Located | NotFound>()
  #aliases: ReturnType<typeof aliasedPaths> | undefined

  /** `text`: of the definition itself, which need not be saved. */
  constructor(template: string, text: string, project: ServiceProject) {
    this.folder = joinPath(posix.dirname(template))
    this.#template = template
    this.#texts.set(template, text)
    this.#project = project
  }

  /** Of a file that was read. */
  linesOf(file: string): LineTable {
    const lines = this.#lines.get(file) ?? new LineTable(this.#texts.get(file) ?? '')
    this.#lines.set(file, lines)
    return lines
  }

  lineAt(file: string, offset: number): number {
    return this.linesOf(file).lineAt(offset)
  }

  /** The whole of a file by its path as the definition names it; of a script what it exports by default. */
  async file(path: string): Promise<Located | NotFound> {
    const file = joinPath(this.folder, path)
    if (posix.isAbsolute(path) || path.startsWith('~') || file.startsWith('..')) {
      return { reason: `${path} lies outside of this folder.`, isWrong: true }
    }
    return this.root(file)
  }

  /** The text of a file by its path as the definition names it; undefined where there is none in this folder. */
  async text(path: string): Promise<string | undefined> {
    const file = joinPath(this.folder, path)
    return posix.isAbsolute(path) || file.startsWith('..') ? undefined : this.#read(file)
  }

  /** What an import in a script stands for. */
  async module(from: string, specifier: string): Promise<Located | NotFound> {
    const { names } = this.#project
    const direct = resolveImport(from, specifier, names)
    if (direct !== undefined) return this.root(direct)
    const reason = `${specifier}, which ${from} imports, is no file of this project.`
    if (specifier.startsWith('.')) return { reason, isWrong: true }
    this.#aliases ??= aliasedPaths(this.folder, names, file => this.#read(file))
    const paths = (await this.#aliases)(specifier)
    const file = paths.map(path => resolveImport('', `./${path}`, names)).find(found => found !== undefined)
    return file === undefined ? { reason } : this.root(file)
  }

  async root(file: string): Promise<Located | NotFound> {
    const known = this.#roots.get(file)
    if (known) return known
    const root = await this.#load(file)
    this.#roots.set(file, root)
    return root
  }

  async #load(file: string): Promise<Located | NotFound> {
    const text = await this.#read(file)
    if (text === undefined) return { reason: `${file} does not exist or cannot be read.`, isWrong: true }
    const { root, reason } = await readTree(text, file)
    if (reason !== undefined) this.problems.push(file === this.#template ? reason : `${file}: ${reason}`)
    return root ? { node: root, file } : { reason: `${file} says nothing that could be read.`, isWrong: true }
  }

  async #read(file: string): Promise<string | undefined> {
    const text = this.#texts.get(file) ?? (await this.#project.text(file))
    if (text !== undefined) this.#texts.set(file, text)
    return text
  }
}

/** YAML, JSON or a script as a tree; of a script the map of its exports. Never throws. */
async function readTree(text: string, file: string): Promise<ParsedTemplate> {
  if (isScript(file)) return readScript(text, file)
  if (file.endsWith('.json') || /^\uFEFF?\s*\{/.test(text)) return readJson(text)
  return text.length > maximalYamlLength
    ? { root: undefined, reason: 'It is too large for a definition in YAML; not read.' }
    : readYaml(text)
}

async function readScript(text: string, file: string): Promise<ParsedTemplate> {
  if (text.length > maximalScriptLength) return { root: undefined, reason: 'It is too large to be source; not read.' }
  const [{ parse }, { scriptTree }] = await Promise.all([
    import('#syntax/javascript/parse.ts'),
    import('./scriptTree.ts'),
  ])
  try {
    const { ast, complete } = parse(text, { file })
    return { root: scriptTree(ast), ...(!complete && { reason: 'It has syntax errors; read as far as it goes.' }) }
  } catch {
    return { root: undefined, reason: 'It cannot be read as source: check that it is program text.' }
  }
}
