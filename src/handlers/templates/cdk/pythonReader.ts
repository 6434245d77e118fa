import type { Tree } from '@lezer/common'
import { parse } from '#syntax/python/parse.ts'
import { resolveImport } from '../../resolveImport.ts'
import type { AppSource } from './appSources.ts'
import type { AppPlace } from './constructCode.ts'
import { type FoundInPython, pythonConstructions } from './pythonConstructions.ts'
import { PythonScope } from './pythonScope.ts'

/** Reads the Python of an app. Load this file by `import()` only, so that the parser comes on first use. */
export class PythonReader {
  readonly #texts: ReadonlyMap<string, string>
  readonly #names: ReadonlySet<string>
  readonly #scopes = new Map<string, PythonScope>()

  constructor(sources: readonly AppSource[]) {
    this.#texts = new Map(sources.map(({ file, text }) => [file, text]))
    this.#names = new Set(this.#texts.keys())
  }

  /** The functions that a file constructs. Broken text gives what could be read. */
  constructions(file: string, app: AppPlace): FoundInPython {
    const { tree, scope } = this.#parse(file)
    return pythonConstructions(tree, scope, app)
  }

  #parse(file: string): { readonly tree: Tree; readonly scope: PythonScope } {
    const text = this.#texts.get(file) ?? ''
    const { tree } = parse(text, { file })
    const scope = new PythonScope(file, text, tree, module => this.#imported(file, module))
    this.#scopes.set(file, scope)
    return { tree, scope }
  }

  #imported(from: string, module: string): PythonScope | undefined {
    const file = resolveImport(from, module, this.#names)
    return file === undefined ? undefined : (this.#scopes.get(file) ?? this.#parse(file).scope)
  }
}
