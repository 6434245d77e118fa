import type { DefinitionKey, Handler } from '../handler.ts'
import type { FoundFunction, DeployedTarget, NotDeployed } from './foundFunction.ts'
import { parseFunctionReference } from './functionReference.ts'

/** What the user says of a handler: a name or an ARN, and the region of a mere name. */
export interface FunctionLink {
  readonly function: string
  readonly region?: string
}

/** The name of a handler in the setting of links: `src/orders.js#handler`. */
export function handlerLinkKey({ file, exportName }: Pick<Handler, 'file' | 'exportName'>): string {
  return `${file}#${exportName}`
}

/** For functions whose source is not found: `template.yaml#OrdersFunction`. */
function definitionLinkKey({ template, logicalId }: DefinitionKey): string {
  return `${template}#${logicalId}`
}

/** Under which names a link of the target may stand, the first one that for a new link. */
export function linkKeysOf({ handler, definition }: DeployedTarget): readonly string[] {
  return [...(handler ? [handlerLinkKey(handler)] : []), ...(definition ? [definitionLinkKey(definition)] : [])]
}

/**
 * The function that the user linked; undefined where there is no link. A link that cannot be understood is a reason
 * and not passed over: the user does not mean whatever else would be found.
 * @param links the setting as it stands, whatever it holds
 */
export function linkedFunction(links: unknown, target: DeployedTarget): FoundFunction | NotDeployed | undefined {
  if (typeof links !== 'object' || links === null) return
  const all = new Map(Object.entries(links))
  const key = linkKeysOf(target).find(name => all.get(name) !== undefined && all.get(name) !== null)
  return key === undefined ? undefined : readLink(key, all.get(key))
}

/** The setting with one link made, changed or, without a value, taken away; undefined where none is left. */
export function changedLinks(
  links: unknown,
  key: string,
  value: unknown,
): Readonly<Record<string, unknown>> | undefined {
  const all = new Map<string, unknown>(typeof links === 'object' && links !== null ? Object.entries(links) : [])
  if (value === undefined) all.delete(key)
  else all.set(key, value)
  return all.size > 0 ? Object.fromEntries(all) : undefined
}

function readLink(key: string, value: unknown): FoundFunction | NotDeployed {
  const link = asLink(value)
  if (!link) {
    return { reason: `The link of ${key} is neither a function's name or ARN nor an object with “function”.` }
  }
  const found = parseFunctionReference(link.function)
  if (!found) return { reason: `The link of ${key} is no name or ARN of a function: “${link.function}”.` }
  const region = link.region?.trim()
  if (region && found.region !== undefined && region !== found.region) {
    return { reason: `The link of ${key} says the region ${region}, but its ARN says ${found.region}.` }
  }
  return { ...found, ...(region && { region }), via: 'link' }
}

function asLink(value: unknown): FunctionLink | undefined {
  if (typeof value === 'string') return { function: value }
  if (typeof value !== 'object' || value === null || !('function' in value)) return
  const region = 'region' in value ? value.region : undefined
  if (typeof value.function !== 'string') return
  return { function: value.function, ...(typeof region === 'string' && { region }) }
}
