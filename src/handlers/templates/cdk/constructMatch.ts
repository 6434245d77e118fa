import type { FunctionDefinition } from '../../handler.ts'
import type { SynthesizedFunction } from './cloudAssembly.ts'
import type { ConstructId } from './constructions.ts'

/** A function in the source of an app. */
export interface WrittenFunction {
  readonly definition: FunctionDefinition
  readonly id: ConstructId
  readonly className: string | undefined
}

/**
 * Which construction in the source made a synthesized function: by its id, then by the id of what it stands in, then
 * by what both say. Undefined where several are left: a wrong place to edit is worse than none.
 */
export function constructMatch(
  { path, definition }: SynthesizedFunction,
  written: readonly WrittenFunction[],
  idsOfClasses: ReadonlyMap<string, readonly ConstructId[]>,
): WrittenFunction | undefined {
  const id = path.at(-1)
  const parent = path.at(-2)
  if (id === undefined) return
  const idsOf = (className: string | undefined) => (className === undefined ? [] : (idsOfClasses.get(className) ?? []))
  let left = written.filter(candidate => {
    // A function that is a class of the app has the id that the class is made with.
    const ids = candidate.id.pattern ? [candidate.id] : idsOf(candidate.className)
    return ids.some(({ pattern }) => pattern?.test(id)) && agree(candidate.definition, definition)
  })
  const exact = left.filter(candidate => candidate.id.text === id)
  if (exact.length > 0) left = exact
  if (left.length > 1 && parent !== undefined) {
    const inParent = left.filter(({ className }) => idsOf(className).some(({ pattern }) => pattern?.test(parent)))
    if (inParent.length > 0) left = inParent
  }
  return left.length === 1 ? left[0] : undefined
}

/** Source that says otherwise made something else, or has been changed since. */
function agree(written: FunctionDefinition, synthesized: FunctionDefinition): boolean {
  const { handler, runtime } = written
  return (
    (handler === undefined || synthesized.handler === undefined || handler === synthesized.handler) &&
    (runtime === undefined || synthesized.runtime === undefined || family(runtime) === family(synthesized.runtime))
  )
}

function family(runtime: string): string {
  return runtime.replace(/[\d.]+x?$/, '')
}
