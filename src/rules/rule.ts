import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { Severity } from './finding.ts'

/**
 * A rule in ESLint's shape, of which it uses the part that ESLint, oxlint and our own runner (`runRules.ts`) share:
 * listeners are called by node type (`CallExpression`, `A, B`, `Program:exit`), not by other selectors.
 */
export interface Rule {
  readonly meta: RuleMeta
  readonly create: (context: RuleContext) => RuleListener
}

export interface RuleMeta {
  /** `suggestion` for what costs time or money (shown as information), `problem` for what is wrong (a warning). */
  readonly type: 'suggestion' | 'problem'
  readonly docs: {
    /** One line for lists of rules. */
    readonly description: string
    readonly url: string
    readonly recommended: boolean
    /** The parts of one fix may be applied together with those of others of this rule that lie in between. */
    readonly fixesCombine?: boolean
  }
  readonly fixable?: 'code'
  readonly hasSuggestions?: boolean
  readonly messages: Readonly<Record<string, string>>
  readonly schema: readonly []
}

export type RuleListener = Readonly<Record<string, ((node: never) => void) | undefined>>

export interface RuleContext {
  readonly id: string
  readonly filename: string
  /** `settings.lambdaLens` is a `LensSettings` (facts.ts); read it by `factsOf`. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly sourceCode: SourceCode
  report(problem: Problem): void
}

/** Words for `{{name}}` in a message. `whyNoFix` is told by itself as well, where a finding has no edit. */
export type MessageData = Readonly<Record<string, string>>

export interface Problem {
  readonly node: TSESTree.Node
  readonly messageId: string
  readonly data?: MessageData
  /** Where it weighs more or less than the rule's findings do in general. */
  readonly severity?: Severity
  readonly fix?: Fix | null
  readonly suggest?: readonly { readonly messageId: string; readonly data?: MessageData; readonly fix: Fix }[]
}

export type Fix = (fixer: Fixer) => readonly FixedRange[]

export interface Fixer {
  replaceTextRange(range: readonly [number, number], text: string): FixedRange
}

export interface FixedRange {
  readonly range: readonly [number, number] | [number, number]
  readonly text: string
}
