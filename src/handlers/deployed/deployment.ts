import type { FoundFunction } from './foundFunction.ts'

/** What the files of a project tell of how a definition is deployed. Everything may be absent. */
export interface Deployment {
  /** The function itself, where the files name it. */
  readonly function?: FoundFunction
  readonly stack?: StackPlace
  readonly region?: string
  readonly account?: string
  readonly profile?: string
  /** Which functions it may be, where that is open. */
  readonly candidates?: readonly FoundFunction[]
  /** Why no more is known. */
  readonly reason?: string
}

/** Where CloudFormation knows the function. */
export interface StackPlace {
  readonly stack: string
  /** Which file says so. */
  readonly saidBy: string
  /** Logical ids from the stack to the function: of nested stacks, and its own at last. */
  readonly path: readonly string[]
}
