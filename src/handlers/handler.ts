import type { Span } from '#common/span.ts'

export type Language = 'javascript' | 'typescript' | 'python'

/** A function in source that Lambda calls. */
export interface Handler {
  /** Path relative to the indexed folder, `/` as separator. */
  readonly file: string
  /** Export name as a handler string names it; `default` for `module.exports = fn` and `export default`. */
  readonly exportName: string
  readonly language: Language
  /** The exported name or the expression that is exported: where a lens belongs. */
  readonly span: Span
  /** From 1. */
  readonly line: number
  /** `certain` when a definition names it; `likely` when its name and shape say so. */
  readonly certainty: 'certain' | 'likely'
  readonly definition?: DefinitionKey
}

export interface DefinitionKey {
  readonly template: string
  readonly logicalId: string
}

export type TemplateKind = 'sam' | 'cloudformation' | 'serverless' | 'cdk' | 'terraform' | 'other'

/** What a template says of a function. Absent means the template does not say, or says it in a way not resolved. */
export interface FunctionDefinition extends DefinitionKey {
  readonly kind: TemplateKind
  readonly handler?: string
  readonly runtime?: string
  readonly architecture?: 'x86_64' | 'arm64'
  readonly memoryMb?: number
  readonly timeoutSeconds?: number
  readonly functionName?: string
  /** Folder of the code relative to the indexed folder. */
  readonly codeFolder?: string
  /** Literal values only; an intrinsic function's value is unknown and left out. */
  readonly environment: Readonly<Record<string, string>>
  /** Where each value stands in the template, of those that stand there as literals. */
  readonly spans: Readonly<Record<string, Span>>
  /** The whole definition's key (the logical id) in the template. */
  readonly line: number
  /** The handler's source, or null with `reason`. */
  readonly source: { readonly file: string; readonly exportName?: string; readonly line: number } | null
  readonly reason?: string
}
