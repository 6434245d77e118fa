import { posix } from 'node:path'
import { aliasedPaths } from '../../aliasedPaths.ts'
import { joinPath } from '../../sourceFiles.ts'
import type { TemplateProject } from '../templateReader.ts'
import { plainJson, textAt } from './plainJson.ts'

/** What the files of a CDK app import of the project: relative, by paths of the compiler, or a package beside it. */
export class AppImports {
  readonly #folder: string
  readonly #project: TemplateProject
  #manifests: readonly string[] | undefined
  #aliases: ReturnType<typeof aliasedPaths> | undefined

  constructor(folder: string, project: TemplateProject) {
    this.#folder = folder
    this.#project = project
  }

  async of(file: string, text: string): Promise<readonly string[]> {
    if (file.endsWith('.py')) return importedModules(file, text, this.#project.names)
    const found = await Promise.all(specifiersIn(text).map(specifier => this.#script(file, specifier)))
    return found.flatMap(one => one ?? [])
  }

  async #script(file: string, specifier: string): Promise<string | undefined> {
    if (/^\.{1,2}(\/|$)/.test(specifier)) return this.#known(joinPath(posix.dirname(file), specifier))
    if (/^(node:|aws-cdk-lib|@aws-cdk\/|constructs$)/.test(specifier)) return
    this.#aliases ??= aliasedPaths(this.#folder, this.#project.names, path => this.#project.text(path))
    const aliased = (await this.#aliases)(specifier).map(path => this.#known(path))
    return aliased.find(found => found !== undefined) ?? (await this.#ofPackage(specifier))
  }

  /** `@shop/constructs` of the same repository, which lies in a folder called `constructs`. */
  async #ofPackage(specifier: string): Promise<string | undefined> {
    const [, name = '', inner = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
    this.#manifests ??= [...this.#project.names].filter(file => file.endsWith('/package.json'))
    const wanted = posix.basename(name)
    for (const file of this.#manifests.filter(one => posix.basename(posix.dirname(one)) === wanted)) {
      const settings = plainJson((await this.#project.text(file)) ?? '')
      if (textAt(settings, 'name') !== name) continue
      const main = (textAt(settings, 'main') ?? '').replace(/^(\.\/)?(dist|build|out)\//, '')
      const paths = inner === '' ? [main, `src/${main}`, 'src', 'lib', ''] : [inner, `src/${inner}`]
      return paths.map(path => this.#known(joinPath(posix.dirname(file), path))).find(found => found !== undefined)
    }
    return
  }

  #known(path: string): string | undefined {
    const folder = path.replace(/\/$/, '')
    const candidates = [...sourceNames(path), ...sourceNames(folder === '' ? 'index' : `${folder}/index`)]
    return candidates.find(candidate => this.#project.names.has(candidate))
  }
}

function specifiersIn(text: string): readonly string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'])([^"'\n]+)\1/g)
  return [...new Set([...found].map(([, , specifier = '']) => specifier))]
}

/** `path` as it is, and as the TypeScript that it is compiled from or lacks the extension of. */
export function sourceNames(path: string): readonly string[] {
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
