import type { FunctionDefinition } from '#handlers/handler.ts'
import type { RuleContext } from './rule.ts'

/**
 * What is known of a file's functions besides its text: `settings.lambdaLens`. Plain data; everything may be absent,
 * and what is absent is unknown: rules then take more care, and never throw.
 */
export interface LensSettings {
  /** The exports that Lambda calls; absent: those that look like it (`handlers/javascript/exportedFunctions.ts`). */
  readonly handlers?: readonly HandlerFacts[]
  /** Measured or counted, by module specifier as written. */
  readonly modules?: Readonly<Record<string, ModuleFacts>>
}

export interface HandlerFacts {
  readonly exportName: string
  /** What the templates say of each function that deploys this export. */
  readonly definitions?: readonly DefinitionFacts[]
}

/** Absent: the template does not say, or says it in a way that is known only at deployment. */
export type DefinitionFacts = Partial<
  Pick<
    FunctionDefinition,
    | 'functionKind'
    | 'runtime'
    | 'architecture'
    | 'memoryMb'
    | 'timeoutSeconds'
    | 'snapStart'
    | 'provisionedConcurrency'
    | 'environment'
    | 'eventSources'
    | 'unresolved'
    | 'buildMethod'
  >
>

export interface ModuleFacts {
  readonly initMs?: number
  readonly bytes?: number
}

export function factsOf({ settings }: Pick<RuleContext, 'settings'>): LensSettings {
  const facts = settings['lambdaLens']
  return isSettings(facts) ? facts : {}
}

/** What people write by hand into an ESLint configuration is looked at as far as it is used. */
function isSettings(value: unknown): value is LensSettings {
  if (typeof value !== 'object' || value === null) return false
  const handlers: unknown = Reflect.get(value, 'handlers')
  const modules: unknown = Reflect.get(value, 'modules')
  return isHandlers(handlers) && (modules === undefined || (typeof modules === 'object' && modules !== null))
}

function isHandlers(handlers: unknown): boolean {
  if (handlers === undefined) return true
  if (!Array.isArray(handlers)) return false
  return handlers.every((one: unknown) => typeof one === 'object' && one !== null && 'exportName' in one)
}
