import type { Span } from '#common/span.ts'
import type { HclAttribute, HclBlock, HclExpression } from './hclNode.ts'
import { attributeOf } from './hclNode.ts'
import { follow, resolve, type ResolvedValue, type TerraformValue } from './terraformValue.ts'

/** Attributes with their place: a block's body, or an object that stands for one. */
export interface Attributes {
  readonly attributes: readonly HclAttribute[]
  readonly blocks?: readonly HclBlock[]
  readonly span: Span
}

/** Reads attributes, and notes of each where it stands in its file or that it is not known before deployment. */
export class AttributeReader {
  /** Where literals stand in the file of the attributes; and `properties`, where one can be added. */
  readonly spans: Record<string, Span> = {}
  readonly unresolved: string[] = []
  readonly #own: Attributes
  readonly #at: TerraformValue

  /** @param at any value of the same block: tells its file and module */
  constructor(own: Attributes, at: TerraformValue) {
    this.#own = own
    this.#at = at
    this.spans['properties'] = own.span
  }

  text(name: string, attribute: string): string | undefined {
    const value = this.#plain(name, attribute)
    return value === undefined ? undefined : String(value)
  }

  number(name: string, attribute: string): number | undefined {
    const value = this.#plain(name, attribute)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isInteger(number) ? number : undefined
  }

  positive(name: string, attribute: string): number | undefined {
    const number = this.number(name, attribute)
    return number !== undefined && number > 0 ? number : undefined
  }

  flag(name: string, attribute: string): boolean | undefined {
    const value = String(this.#plain(name, attribute))
    return value === 'true' ? true : value === 'false' ? false : undefined
  }

  /** An attribute as an expression in its place. */
  value(attribute: string): TerraformValue | undefined {
    const expression = attributeOf(this.#own, attribute)
    return expression && this.#placed(expression)
  }

  /** The items of a list, or the value alone. */
  items(attribute: string): readonly TerraformValue[] {
    const value = this.value(attribute)
    const list = value && follow(value)
    if (!list) return []
    return list.expression.kind === 'list' ? list.expression.items.map(expression => ({ ...list, expression })) : [list]
  }

  /** Inner blocks, or the objects that stand for them in JSON and in the arguments of modules. */
  inner(name: string): readonly AttributeReader[] {
    const blocks = (this.#own.blocks ?? []).filter(({ type }) => type === name)
    if (blocks.length > 0) return blocks.map(({ body }) => new AttributeReader(body, this.#at))
    return this.items(name).flatMap(value => {
      const { expression } = follow(value)
      return expression.kind === 'object' ? [new AttributeReader(expression, follow(value))] : []
    })
  }

  /** The values of an object's attributes. */
  entries(attribute: string): readonly { readonly name: string; readonly value: TerraformValue }[] {
    const value = this.value(attribute)
    const object = value && follow(value)
    if (object?.expression.kind !== 'object') return []
    return object.expression.attributes.map(({ name, value: expression }) => ({
      name,
      value: { ...object, expression },
    }))
  }

  #placed(expression: HclExpression): TerraformValue {
    return { ...this.#at, expression }
  }

  #plain(name: string, attribute: string): Exclude<ResolvedValue['value'], null> | undefined {
    const value = this.value(attribute)
    if (!value) return
    const resolved = resolve(value)
    if (!resolved) this.unresolved.push(name)
    else if (resolved.place?.file === this.#at.file && !resolved.isShared && !resolved.isPassed)
      this.spans[name] = resolved.place.span
    return resolved?.value ?? undefined
  }
}
