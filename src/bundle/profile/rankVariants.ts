import type { ProfileVariant } from './initProfile.ts'
import type { NodeRun } from './nodeProbe.ts'
import { spreadOf, widthOf } from './spreadOf.ts'

/** Variants by what they save against `base`, which is none of them; those without runs failed. */
export function rankVariants(
  contenders: readonly { readonly name: string; readonly bytes: number }[],
  results: ReadonlyMap<string, readonly Pick<NodeRun, 'workMs'>[]>,
): readonly ProfileVariant[] {
  const times = (name: string) => {
    const runs = results.get(name)
    return runs && spreadOf(runs.map(({ workMs }) => workMs))
  }
  const base = times('base')
  return contenders
    .flatMap(({ name, bytes }) => {
      const spread = name === 'base' ? undefined : times(name)
      if (!base || !spread) return []
      const savedMs = base.median - spread.median
      return [{ name, initMs: spread.median, bytes, spread: widthOf(spread), savedMs }]
    })
    .toSorted((a, b) => b.savedMs - a.savedMs)
}
