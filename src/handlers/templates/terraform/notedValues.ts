import type { Span } from '#common/span.ts'
import type { FunctionDefinition, PlacedSpan } from '../../handler.ts'
import { attributeOf } from './hclNode.ts'
import { follow, type ResolvedValue, resolve, type TerraformValue } from './terraformValue.ts'

/** Reads attributes of a function, and notes of each where it stands or that it is not known before deployment. */
export class NotedValues {
  readonly #at: TerraformValue
  readonly #body: Parameters<typeof attributeOf>[0]
  readonly #found = new Map<string, ResolvedValue>()
  readonly #alternatives: { readonly name: string; readonly branches: readonly ResolvedValue[] }[] = []
  readonly unresolved: string[] = []

  /** @param at any value of the body: tells its file and module */
  constructor(body: Parameters<typeof attributeOf>[0], at: TerraformValue) {
    this.#body = body
    this.#at = at
  }

  /** Null is what is said to be not set. */
  read(name: string, attribute: string): ResolvedValue['value'] | undefined {
    const expression = attributeOf(this.#body, attribute)
    if (!expression) return
    const value = follow({ ...this.#at, expression })
    const [first] = value.expression.kind === 'list' ? value.expression.items : [value.expression]
    const resolved = first && resolve({ ...value, expression: first })
    const isChosen = first?.kind === 'conditional'
    if (!resolved) this.unresolved.push(name)
    if (first && (!resolved || isChosen)) this.#noteBranches(name, { ...value, expression: first })
    if (!resolved) return
    if (resolved.value !== null && resolved.value !== '') this.#found.set(name, resolved)
    return resolved.value === '' ? undefined : resolved.value
  }

  get(name: string): ResolvedValue | undefined {
    return this.#found.get(name)
  }

  /** @param isReused whether several functions are made of the block, so that only what they are given is their own */
  spans(template: string, isReused: boolean): Pick<FunctionDefinition, 'spans' | 'sharedSpans'> {
    const spans: Record<string, Span> = {}
    const sharedSpans: Record<string, PlacedSpan> = {}
    for (const [name, { place, isShared, isPassed }] of this.#found) {
      const isOwn = !isShared && (isPassed || !isReused)
      if (place && place.file !== template) sharedSpans[name] = { ...place.span, file: place.file }
      else if (place) (isOwn ? spans : sharedSpans)[name] = place.span
    }
    return { spans, sharedSpans }
  }

  /** Of those that all stand in the template. */
  alternatives(template: string): Pick<FunctionDefinition, 'alternatives'> {
    const found = this.#alternatives.flatMap(({ name, branches }) => {
      const known = branches.flatMap(({ value, place }) =>
        value !== null && place?.file === template ? [{ value, span: place.span }] : [],
      )
      return known.length === branches.length ? [[name, known] as const] : []
    })
    return found.length > 0 ? { alternatives: Object.fromEntries(found) } : {}
  }

  #noteBranches(name: string, value: TerraformValue): void {
    const branches = branchesOf(value)
    if (branches) this.#alternatives.push({ name, branches })
  }
}

/** What a condition chooses between; undefined where a branch is not known. */
function branchesOf(start: TerraformValue): readonly ResolvedValue[] | undefined {
  const value = follow(start)
  if (value.expression.kind !== 'conditional') {
    const resolved = resolve(value)
    return resolved && [resolved]
  }
  const found = value.expression.branches.map(expression => branchesOf({ ...value, expression }))
  return found.includes(undefined) ? undefined : found.flatMap(branch => branch ?? [])
}
