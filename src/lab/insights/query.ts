export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Arithmetic = '+' | '-' | '*' | '/' | '%'

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compute'; readonly operator: Arithmetic; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'match'; readonly pattern: RegExp; readonly of: Expression }
  | { readonly kind: 'in'; readonly of: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] }

/** An expression with the name that its result has: given by `as`, or its own text. */
export interface Column {
  readonly name: string
  readonly expression: Expression
}

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | {
      readonly kind: 'parse'
      readonly of: Expression
      readonly pattern: RegExp
      /** Of the groups, in order; absent where the pattern names them itself. */
      readonly names?: readonly string[]
    }
  | { readonly kind: 'stats'; readonly columns: readonly Column[]; readonly groups: readonly Column[] }
  | {
      readonly kind: 'sort'
      readonly keys: readonly { readonly expression: Expression; readonly isDescending: boolean }[]
    }
  | { readonly kind: 'limit'; readonly count: number }

/** The functions over all rows of a group. */
export const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'count_distinct',
  'avg',
  'sum',
  'min',
  'max',
  'median',
  'pct',
  'stddev',
  'earliest',
  'latest',
])
