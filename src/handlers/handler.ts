import type { Span } from '#common/span.ts'
import type { EventSource } from './eventSource.ts'
import type { Bundling } from './templates/bundling/bundling.ts'
import type { ImageSettings, ImageSource } from './images/imageSettings.ts'

/** Languages whose source is parsed, so that rules, bundles and the lab know them. */
export type ParsedLanguage = 'javascript' | 'typescript' | 'python'

/** Languages of which only the handler's place is found. */
export type OtherLanguage = 'java' | 'kotlin' | 'go' | 'csharp' | 'ruby' | 'rust'

export type Language = ParsedLanguage | OtherLanguage

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
  /** Further definitions that deploy the same export. */
  readonly otherDefinitions?: readonly DefinitionKey[]
  /** The function that does the work, through wrappers; absent where it is not in this file, with `reason`. */
  readonly functionSpan?: Span
  /** Where the function stands when the handler's file only passes it on. */
  readonly implementation?: {
    readonly file: string
    readonly exportName: string
    readonly line: number
    readonly span: Span
  }
  readonly reason?: string
}

export interface DefinitionKey {
  readonly template: string
  readonly logicalId: string
}

/** A stack as a resource of another template, which may be nested itself. */
export interface NestingStack extends DefinitionKey {
  readonly nestedIn?: readonly NestingStack[]
}

/**
 * How Lambda runs it: *event* is the classic kind; the others are billed, called or configured in ways of their own.
 */
export type FunctionKind = 'event' | 'web' | 'durable' | 'managed-instances' | 'tenant-isolated' | 'edge'

export type TemplateKind = 'sam' | 'cloudformation' | 'serverless' | 'cdk' | 'terraform' | 'other'

/** What a template says of a function. Absent means the template does not say, or says it in a way not resolved. */
export interface FunctionDefinition extends DefinitionKey {
  readonly kind: TemplateKind
  readonly functionKind: FunctionKind
  readonly handler?: string
  readonly runtime?: string
  readonly architecture?: 'x86_64' | 'arm64'
  readonly memoryMb?: number
  readonly timeoutSeconds?: number
  readonly functionName?: string
  /** In which it is deployed, where the template says so. */
  readonly region?: string
  /** Folder of the code relative to the indexed folder. */
  readonly codeFolder?: string
  /** The built archive that is the code, where there is a `reason` for that: its source may lie beside it. */
  readonly archive?: string
  /** Source files that the build bundles, as the template names them, relative to the code folder. */
  readonly entryPoints?: readonly string[]
  /** How the code is built, as the template names it: `esbuild`, `makefile`, `rust-cargolambda` … */
  readonly buildMethod?: string
  /** Where that is esbuild: the options. */
  readonly bundling?: Bundling
  /** The program that the build makes of the code, where the template chooses one of several. */
  readonly buildTarget?: string
  /** The container image, as the template names it; where it says no more than that there is one, the empty string. */
  readonly imageUri?: string
  /** Of a container image. */
  readonly image?: ImageSettings
  /** Where the file of an image's handler may stand, the likeliest first. */
  readonly imageSources?: readonly ImageSource[]
  /** ARNs, or logical ids of layers of the same template; a layer known only at deployment is left out. */
  readonly layers?: readonly string[]
  /** Size of `/tmp`. */
  readonly ephemeralStorageMb?: number
  /** Published versions start from a snapshot. */
  readonly snapStart?: boolean
  /** Environments kept ready. */
  readonly provisionedConcurrency?: number
  /** What calls the function; absent where the reader of the template does not tell. */
  readonly eventSources?: readonly EventSource[]
  /** Stacks that deploy the function's template as a part of theirs. */
  readonly nestedIn?: readonly NestingStack[]
  /** Literal values only; an intrinsic function's value is unknown and left out. */
  readonly environment: Readonly<Record<string, string>>
  /**
   * Where each value of this function stands in the template, of those that stand there as literals: `memory`,
   * `timeout`, `handler`, `runtime`, `architecture`, `codeUri`, `functionName`; and `properties`, where one can be added.
   */
  readonly spans: Readonly<Record<string, Span>>
  /**
   * Where a value stands that other functions may share, or that another file of the project holds: in defaults for all
   * functions, in a parameter's default, in what the template includes or imports.
   */
  readonly sharedSpans: Readonly<Record<string, PlacedSpan>>
  /** Names, as in `spans`, of what the template does say, in a way that is known only when it is deployed. */
  readonly unresolved: readonly string[]
  /** What values can be, where a condition chooses between literals: of those in `unresolved`, or of one that it chose by defaults. */
  readonly alternatives?: Readonly<Record<string, readonly Alternative[]>>
  /** The whole definition's key (the logical id) in the template. */
  readonly line: number
  /** The handler's source, or null with `reason`. */
  readonly source: { readonly file: string; readonly exportName?: string; readonly line: number } | null
  /** The file and export that the handler string points to, also while that file has no such export (yet). */
  readonly target?: { readonly file: string; readonly exportName: string }
  readonly reason?: string
}

/** A span of the template, or of the named file. */
export interface PlacedSpan extends Span {
  /** Path relative to the indexed folder; absent for the template itself. */
  readonly file?: string
}

export interface Alternative {
  readonly value: string | number | boolean
  readonly span: Span
}
