import { type DeployedFunction, defaultLogGroup, edgeLogGroup } from './deployedFunction.ts'
import { type Note, noteTexts } from './functionStatistics.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { LogGroup } from './logReader.ts'
import type { QueryScope } from './statisticsQuery.ts'

/** A function whose log can be asked. */
export interface Askable {
  readonly function: DeployedFunction
  readonly group: LogGroup
  /** As far as the log reaches. */
  readonly window: TimeWindow
  readonly notes: readonly Note[]
}

/** Functions that one query answers for. */
export interface QueryBatch {
  readonly scope: QueryScope
  readonly window: TimeWindow
  readonly members: readonly Askable[]
}

/** `groups` is undefined where log groups may not be looked up: then they are taken to be there, of the Standard class. */
export function askable(
  deployed: DeployedFunction,
  groups: ReadonlyMap<string, LogGroup> | undefined,
  window: TimeWindow,
  now: number,
): Askable | Note {
  if (deployed.kind === 'managed-instances') return noteTexts.instances()
  if (deployed.kind === 'web') return noteTexts.web()
  if (deployed.logFormat === 'json' && deployed.systemLogLevel === 'WARN') return noteTexts.filtered()
  const edge = groups?.get(edgeLogGroup(deployed.name))
  const own = groups === undefined ? unresolved(deployed.logGroup) : groups.get(deployed.logGroup)
  const group = own ?? edge
  if (!group) return noteTexts.noLog(deployed.logGroup)
  if (group.class === 'delivery') return noteTexts.delivered(group.name)
  if (group.createdAt !== undefined && group.createdAt >= window.to) return noteTexts.noCalls()
  const from = reach(group, window, now)
  if (from >= window.to) return noteTexts.expired(group.name)
  const notes = [
    ...(deployed.kind === 'durable' ? [noteTexts.replays()] : []),
    ...(own === undefined ? [noteTexts.edge()] : []),
    ...(from > window.from ? [noteTexts.clamped()] : []),
  ]
  return { function: deployed, group, window: { from, to: window.to }, notes }
}

/** Queries of at most 50 log groups each: one for all that can be asked in the same words, of the same time. */
export function planQueries(members: readonly Askable[]): readonly QueryBatch[] {
  return grouped(members, member => JSON.stringify([scopeOf(member), expiry(member)])).flatMap(batches)
}

/** Half of the groups each, to find the one that makes a query fail; undefined for a single group. */
export function bisected(batch: QueryBatch): readonly [QueryBatch, QueryBatch] | undefined {
  const names = [...new Set(batch.members.map(({ group }) => group.name))]
  if (names.length < 2) return undefined
  const first = new Set(names.slice(0, names.length / 2))
  return [
    batchOf(batch.members.filter(({ group }) => first.has(group.name))),
    batchOf(batch.members.filter(({ group }) => !first.has(group.name))),
  ]
}

/** What the query will scan, judged by what the groups hold; undefined where that is not known. */
export function expectedBytes({ members }: QueryBatch, now: number): number | undefined {
  let bytes = 0
  for (const { group, window } of new Map(members.map(member => [member.group.name, member])).values()) {
    if (group.storedBytes === undefined || group.createdAt === undefined) return undefined
    const kept = Math.min(now - group.createdAt, retentionMs(group))
    bytes += kept <= 0 ? 0 : group.storedBytes * Math.min(1, (window.to - window.from) / kept)
  }
  return bytes
}

const mostGroups = 50
const dayMs = 86_400_000

function batches(members: readonly Askable[]): QueryBatch[] {
  const groups = grouped(members, ({ group }) => group.name)
  const found: QueryBatch[] = []
  for (let at = 0; at < groups.length; at += mostGroups) {
    found.push(batchOf(groups.slice(at, at + mostGroups).flat()))
  }
  return found
}

function grouped(members: readonly Askable[], keyOf: (member: Askable) => string): Askable[][] {
  const groups = new Map<string, Askable[]>()
  for (const member of members) {
    const key = keyOf(member)
    const known = groups.get(key)
    if (known) known.push(member)
    else groups.set(key, [member])
  }
  return [...groups.values()]
}

function batchOf(members: readonly Askable[]): QueryBatch {
  const [first] = members
  if (!first) throw new RangeError('A query is about one function at least.')
  const from = members.reduce((earliest, { window }) => Math.min(earliest, window.from), first.window.from)
  return { scope: scopeOf(first), window: { from, to: first.window.to }, members }
}

function scopeOf({ function: deployed, group }: Askable): QueryScope {
  const { name, version, hasSnapStart } = deployed
  return {
    words: group.class === 'standard' && !hasSnapStart ? 'fields' : 'patterns',
    byFunction: group.name !== defaultLogGroup(name) && group.name !== edgeLogGroup(name),
    ...(version === undefined ? {} : { version }),
  }
}

/** A range that begins before a group's retention is refused; one that begins before its creation is not. */
function expiry({ group, window }: Askable): number {
  return group.retentionDays === undefined ? 0 : window.from
}

function reach(group: LogGroup, { from }: TimeWindow, now: number): number {
  return Math.max(from, group.createdAt ?? from, now - retentionMs(group))
}

function retentionMs({ retentionDays }: LogGroup): number {
  return (retentionDays ?? Number.POSITIVE_INFINITY) * dayMs
}

function unresolved(name: string): LogGroup {
  return { name, class: 'standard' }
}
