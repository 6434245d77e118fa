import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'
import { type CloneEntry, type Journal, sweepDescription } from './journal.ts'
import type { Restoration } from './restore.ts'
import type { CloneWay } from './way.ts'

const longestName = 64

/** The name of a sweep's copy: the function's own, as far as there is room, so that it is found beside it. */
export function cloneName({ functionArn, sweepId }: CloneEntry): string {
  const suffix = `-lens-${sweepId.slice(0, 13)}`
  return `${functionArn.split(':')[6]?.slice(0, longestName - suffix.length)}${suffix}`
}

/**
 * Copies the function under a name of the sweep's own. The entry is journalled before; who calls restores from it,
 * whatever this throws.
 */
export async function makeClone(
  entry: CloneEntry,
  { qualifier, architecture }: CloneWay,
  ports: { readonly control: FunctionControl; readonly journal: Journal },
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  signal.throwIfAborted()
  return await ports.control.copy(
    {
      source: entry.functionArn,
      name: cloneName(entry),
      description: sweepDescription(entry.sweepId),
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(architecture === undefined ? {} : { architecture }),
      async beforeCreate() {
        await ports.journal.update(entry)
      },
    },
    signal,
  )
}

/** Deletes the copy, with all its versions. */
export async function deleteClone(
  control: FunctionControl,
  entry: CloneEntry,
  signal: AbortSignal,
): Promise<Restoration> {
  await control.deleteCopy(cloneName(entry), sweepDescription(entry.sweepId), signal)
  return { kind: 'as-before' }
}
