import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { parse } from '#syntax/javascript/parse.ts'
import { resolveImport } from '../../resolveImport.ts'
import type { AppSource } from './appSources.ts'
import type { CallSyntax } from './callSyntax.ts'
import { type FoundConstructions, findConstructions } from './constructions.ts'
import { sourceCalls } from './sourceCalls.ts'
import { descendants, SourceScope } from './sourceScope.ts'

/** Reads the JavaScript and TypeScript of an app. Heavy: load this file by `import()` only. */
export class SourceReader {
  readonly #texts: ReadonlyMap<string, string>
  readonly #names: ReadonlySet<string>
  readonly #scopes = new Map<string, SourceScope>()

  constructor(sources: readonly AppSource[]) {
    this.#texts = new Map(sources.map(({ file, text }) => [file, text]))
    this.#names = new Set(this.#texts.keys())
  }

  /**
   * The functions that a file constructs, and all its calls.
   * @throws LensError `source-not-readable`
   */
  constructions(file: string): FoundConstructions & { readonly calls: readonly CallSyntax[] } {
    const { ast, scope } = this.#parse(file)
    const nodes = descendants(ast)
    return { ...findConstructions(scope, nodes), calls: sourceCalls(scope, nodes) }
  }

  #parse(file: string): { readonly ast: TSESTree.Program; readonly scope: SourceScope } {
    const isJson = file.endsWith('.json')
    // A file of settings is what it would be as a module.
    const before = isJson ? 'export default ' : ''
    const text = before + (this.#texts.get(file) ?? '')
    const { ast } = parse(text, { file: isJson ? `${file}.js` : file })
    const scope = new SourceScope(file, text, ast, specifier => this.#imported(file, specifier), before.length)
    this.#scopes.set(file, scope)
    return { ast, scope }
  }

  #imported(from: string, specifier: string): SourceScope | undefined {
    const file = resolveImport(from, specifier, this.#names)
    if (file === undefined) return
    try {
      return this.#scopes.get(file) ?? this.#parse(file).scope
    } catch {
      // Told where the file is read for its own functions.
      return
    }
  }
}
