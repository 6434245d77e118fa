import { versionsPerSize } from './calling.ts'
import { makeClone } from './clone.ts'
import { assertCallable, assertTunable, concurrencyOf } from './fitness.ts'
import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { SweepPlan } from './plan.ts'
import { beginVersions, type PublishedSizes, publishingOrder, publishSizes } from './versions.ts'
import { type CloneWay, measuredConfiguration } from './way.ts'

export interface PreparationPorts {
  readonly control: FunctionControl
  readonly journal: Journal
  readonly onActivity: (activity: string) => void
  /** The newest entry, for whoever has to restore; from before anything is touched. */
  readonly onEntry: (entry: JournalEntry) => void
  /** Calls `$LATEST` of this function. Rejects when its handler refuses a payload. */
  readonly tryPayloads: (measured: FunctionConfiguration) => Promise<void>
}

/** What can be called now. */
export interface PreparedSizes extends PublishedSizes {
  /** The function whose versions they are. */
  readonly measured: FunctionConfiguration
}

/** Makes the versions of each size, in the plan's way. Whatever it throws, what it did is in the journal. */
export async function prepareSizes(
  plan: SweepPlan,
  ports: PreparationPorts,
  signal: AbortSignal,
): Promise<PreparedSizes> {
  return plan.way.kind === 'clone'
    ? await prepareClone(plan, plan.way, ports, signal)
    : await prepareVersions(plan, ports, signal)
}

async function prepareVersions(plan: SweepPlan, ports: PreparationPorts, signal: AbortSignal): Promise<PreparedSizes> {
  const { control, journal, onEntry, onActivity } = ports
  const name = plan.functionArn
  const original = await control.read(name, signal)
  assertTunable(original)
  const concurrency = await concurrencyOf(control, name, signal)
  if (concurrency) assertCallable(original.name, concurrency)
  // A payload that the handler refuses would be refused at every size: better known before anything is touched.
  await ports.tryPayloads(original)
  const { entry: begun, sizes } = await beginVersions(control, journal, original, plan.sizes, signal)
  let entry = begun
  onEntry(entry)
  const own = async (ownMb: readonly number[]) => {
    entry = await journal.update({ ...entry, ownMb })
    onEntry(entry)
  }
  const subject = { name, sweepId: entry.sweepId, original }
  const rounds = inRounds(sizes, plan)
  return { ...(await publishSizes(rounds, subject, { control, onActivity, own }, signal)), measured: original }
}

async function prepareClone(
  plan: SweepPlan,
  way: CloneWay,
  { control, journal, onEntry, onActivity, tryPayloads }: PreparationPorts,
  signal: AbortSignal,
): Promise<PreparedSizes> {
  const { functionArn } = plan
  const source = way.qualifier === undefined ? functionArn : `${functionArn}:${way.qualifier}`
  assertTunable(measuredConfiguration(await control.read(source, signal), way))
  const entry = await journal.begin({ way: 'clone', functionArn })
  onEntry(entry)
  onActivity('Copying the function')
  const clone = await makeClone(entry, way, { control, journal }, signal)
  await tryPayloads(clone)
  const subject = { name: clone.arn, sweepId: entry.sweepId, original: clone }
  // Nothing needs to be written down of a copy: it is deleted, whatever became of it.
  const own = async () => {}
  const rounds = inRounds(publishingOrder(plan.sizes, clone.memoryMb, undefined), plan)
  return { ...(await publishSizes(rounds, subject, { control, onActivity, own }, signal)), measured: clone }
}

/** The same size does not come twice in a row: Lambda would publish no second version. */
function inRounds(sizes: readonly number[], { calling }: SweepPlan): number[] {
  return Array.from({ length: versionsPerSize(calling, sizes) }, () => sizes).flat()
}
