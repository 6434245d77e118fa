import type { SourceValue } from './sourceValue.ts'

/** An expression in the source of an app, alike for all languages. */
export interface ExpressionSyntax {
  /** As written, such as `queue` or `this.queue`. */
  readonly text: string
  value(): SourceValue | undefined
  /** Of a call, or of a construction. */
  call(): CallSyntax | undefined
  /** Of a list. */
  items(): readonly ExpressionSyntax[]
  /** Of an object, or a dictionary; options are named as in TypeScript. */
  option(name: string): ExpressionSyntax | undefined
}

/** A call or a construction in the source of an app, alike for all languages. */
export interface CallSyntax {
  /** `aws-sqs.Queue`; undefined for what is not imported. */
  readonly callee: string | undefined
  /** Of `fn.addEventSource(…)`; methods are named as in TypeScript. */
  readonly method: { readonly object: string; readonly name: string } | undefined
  /** The variable or member that it is put into, as written. */
  readonly boundTo: string | undefined
  /** The class in whose body it stands. */
  readonly className: string | undefined
  readonly start: number
  /** In the order in which they are written, named ones apart. */
  readonly positional: readonly ExpressionSyntax[]
  option(name: string): ExpressionSyntax | undefined
}
