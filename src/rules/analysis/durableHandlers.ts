import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { definitionsOf, type PerCallPlace } from './handlerCode.ts'
import { mentions } from './mentions.ts'

const durable = /\bwithDurableExecution\b|@aws\/durable-execution/

/** Whether a place runs again when its function is replayed, so that what it keeps or orders differs in between. */
export function isDurable(place: PerCallPlace, code: SourceCode): boolean {
  if (definitionsOf(place).some(({ functionKind }) => functionKind === 'durable')) return true
  return mentions(durable, code)
}
