import type { Span } from '#common/span.ts'

/** What stands between the braces of a block, or in a whole file. */
export interface HclBody {
  readonly blocks: readonly HclBlock[]
  readonly attributes: readonly HclAttribute[]
  /** Braces included. */
  readonly span: Span
}

/** `resource "aws_lambda_function" "orders" { … }` */
export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly typeSpan: Span
  readonly body: HclBody
}

export interface HclAttribute {
  readonly name: string
  readonly value: HclExpression
}

/** An expression as far as definitions of functions need it; arithmetic and loops are `opaque`. */
export type HclExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly span: Span }
  | { readonly kind: 'template'; readonly parts: readonly (string | HclExpression)[]; readonly span: Span }
  | HclReference
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly HclExpression[]; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[]; readonly span: Span }
  | { readonly kind: 'object'; readonly attributes: readonly HclAttribute[]; readonly span: Span }
  /** `condition ? one : other` */
  | {
      readonly kind: 'conditional'
      /** Absent where it is not understood. */
      readonly condition?: HclExpression
      readonly branches: readonly HclExpression[]
      readonly span: Span
    }
  | HclOperation
  | { readonly kind: 'opaque'; readonly span: Span }

/** What is true or false; `!` has one operand. */
export interface HclOperation {
  readonly kind: 'operation'
  readonly operator: '||' | '&&' | '==' | '!=' | '!'
  readonly operands: readonly HclExpression[]
  readonly span: Span
}

export interface HclReference {
  readonly kind: 'reference'
  /** `var.sizes["small"]` is `var`, `sizes`, `small`; an index that is not literal is null. */
  readonly path: readonly (string | null)[]
  readonly span: Span
}

/** What could be read of a file, and why the rest could not. */
export interface ParsedHcl {
  readonly body: HclBody
  readonly reason?: string
}

/** The value of an attribute; of several the last. */
export function attributeOf(
  { attributes }: { readonly attributes: readonly HclAttribute[] },
  name: string,
): HclExpression | undefined {
  return attributes.findLast(attribute => attribute.name === name)?.value
}
