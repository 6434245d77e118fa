import { largestMemoryMb, longestMs } from './invocation.ts'

/**
 * How a log group can be asked. `fields`: by the fields that the Standard class finds by itself. `patterns`: by patterns
 * over the message, which every class answers, and which tell restores too.
 */
export type QueryWords = 'fields' | 'patterns'

export interface QueryScope {
  readonly words: QueryWords
  /** Groups that may serve several functions: their streams name the function. */
  readonly byFunction: boolean
  /** Only the calls of this version. */
  readonly version?: string
}

/** One row a function and memory size; `over` splits it further. Units are those of the columns' names. */
export function statisticsQuery(scope: QueryScope, over?: { readonly binMinutes: number } | 'version'): string {
  const split = over === 'version' ? ['version'] : over === undefined ? [] : [`bin(${over.binMinutes}m) as binStart`]
  const stream = over === 'version' ? ['parse @logStream "[*]" as version'] : []
  return commands([
    ...reportsOf(scope),
    ...stream,
    `stats ${columns(scope).join(', ')} by ${[...groupsOf(scope), 'memoryMb', ...split].join(', ')}`,
    'limit 10000',
  ])
}

/** One row a function: how many calls there were, and how many of them took longer than `thresholdMs`. */
export function exceedanceQuery(scope: QueryScope, memoryMb: number, thresholdMs: number): string {
  return commands([
    ...reportsOf(scope),
    `filter memoryMb = ${memoryMb}`,
    `stats count(*) as calls, pct(durationMs, 99) as p99Ms, sum(${isAbove('durationMs', thresholdMs)}) as above by ${groupsOf(scope).join(', ')}`,
  ])
}

/** An environment that was initialized ahead of its first call stood idle for longer than this. */
export const idleAfterInitMs = 1000

/**
 * One row a function: of the environments whose init and first report both lie in the window (`told`), how many stood
 * idle in between, so that nobody waited for them (`ahead`). The report's time less its duration and init is when the
 * environment began, had a call waited for it; `INIT_START` says when it did.
 */
export function waitsQuery(scope: QueryScope): string {
  const initialized = `${groupsOf(scope).join(', ')}, @logStream`
  return commands([
    ...initsOf(scope),
    `stats count(*) as records, count(initMs) as reports, min(@timestamp) as begun, max(@timestamp) as ended, sum(initMs) as init, sum(durationMs) as spent by ${initialized}`,
    'filter records = 2 and reports = 1',
    'fields ended - begun - init - spent as idleMs',
    `stats count(*) as told, sum(${isAbove('idleMs', idleAfterInitMs)}) as ahead by ${groupsOf(scope).join(', ')}`,
    'limit 10000',
  ])
}

function commands(lines: readonly string[]): string {
  return lines.join('\n| ')
}

function groupsOf({ byFunction }: QueryScope): string[] {
  return byFunction ? ['@log', 'functionName'] : ['@log']
}

function columns({ words }: QueryScope): string[] {
  const restore = ['pct(restoreMs, 50) as restoreP50Ms', 'pct(restoreMs, 99) as restoreP99Ms']
  return [
    'count(*) as calls',
    ...[50, 90, 95, 99].map(percent => `pct(durationMs, ${percent}) as p${percent}Ms`),
    'max(durationMs) as maxMs',
    'count(initMs) as inits',
    'pct(initMs, 50) as initP50Ms',
    'pct(initMs, 99) as initP99Ms',
    'sum(strcontains(@message, "Restore Duration: ") + strcontains(@message, "restoreDurationMs")) as restores',
    'sum(isTimeout) as timeouts',
    'sum(isError) as errors',
    'sum(strcontains(@message, "Runtime.OutOfMemory")) as outOfMemory',
    'sum(billedMs) as billedMs',
    'max(usedMb) as usedMb',
    ...(words === 'patterns' ? restore : []),
  ]
}

/** Reports with their figures under our names, without those that cannot be. */
function reportsOf(scope: QueryScope): string[] {
  const isPossible = [
    `durationMs >= 0 and durationMs <= ${longestMs}`,
    `billedMs >= 0 and billedMs <= ${longestMs}`,
    `memoryMb > 0 and memoryMb <= ${largestMemoryMb}`,
    'usedMb >= 0',
  ]
  const read = scope.words === 'fields' ? reportFields : reportPatterns
  return [...read, ...ownCalls(scope), `filter ${isPossible.join(' and ')}`]
}

/** The services' own fields of text and JSON. Insights counts the MB of text reports as 1,000,000. */
const reportFields = [
  'filter @type = "REPORT" or type = "platform.report"',
  `fields ${[
    'coalesce(@duration, record.metrics.durationMs) as durationMs',
    'coalesce(@billedDuration, record.metrics.billedDurationMs) as billedMs',
    'coalesce(@initDuration, record.metrics.initDurationMs) as initMs',
    'coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as memoryMb',
    'coalesce(@maxMemoryUsed / 1000000, record.metrics.maxMemoryUsedMB) as usedMb',
    'coalesce(record.status, "-") as jsonStatus',
  ].join(', ')}`,
  `fields ${[
    'strcontains(@message, "Status: timeout") + strcontains(jsonStatus, "timeout") as isTimeout',
    'strcontains(@message, "Status: error") + strcontains(jsonStatus, "error") + strcontains(jsonStatus, "failure") as isError',
  ].join(', ')}`,
]

/** A figure stands behind its name in text, and in `metrics` in JSON: spans have durations of their own. */
function figure(textName: string, jsonName: string, name: string): string {
  return `parse @message /(?:\\t${textName}: |"metrics":\\s*\\{[^}]*"${jsonName}":\\s*)(?<${name}>[0-9.]+)/`
}

const reportPatterns = [
  'filter @message like /^REPORT RequestId: / or @message like /"type":\\s*"platform\\.report"/',
  figure('Duration', 'durationMs', 'durationMs'),
  figure('Billed Duration', 'billedDurationMs', 'billedMs'),
  figure('Init Duration', 'initDurationMs', 'initMs'),
  figure('Restore Duration', 'restoreDurationMs', 'restoreMs'),
  figure('Memory Size', 'memorySizeMB', 'memoryMb'),
  figure('Max Memory Used', 'maxMemoryUsedMB', 'usedMb'),
  'parse @message /(?:\\tStatus: |"status":\\s*")(?<outcome>[a-z]+)/',
  'fields coalesce(outcome, "-") as knownOutcome',
  `fields ${[
    'strcontains(knownOutcome, "timeout") as isTimeout',
    'strcontains(knownOutcome, "error") + strcontains(knownOutcome, "failure") as isError',
  ].join(', ')}`,
]

/** Starts of environments, and the reports of their first calls. */
function initsOf(scope: QueryScope): string[] {
  const read =
    scope.words === 'fields'
      ? [
          'filter @type = "INIT_START" or @initDuration >= 0 or type = "platform.initStart" or record.metrics.initDurationMs >= 0',
          'fields coalesce(@initDuration, record.metrics.initDurationMs) as initMs, coalesce(@duration, record.metrics.durationMs) as durationMs',
        ]
      : [
          'filter @message like /^INIT_START / or @message like /"type":\\s*"platform\\.initStart"/ or @message like /\\tInit Duration: / or @message like /"initDurationMs"/',
          figure('Init Duration', 'initDurationMs', 'initMs'),
          figure('Duration', 'durationMs', 'durationMs'),
        ]
  return [...read, ...ownCalls(scope)]
}

function ownCalls({ byFunction, version }: QueryScope): string[] {
  const name = byFunction ? ['parse @logStream /^[0-9]+\\/[0-9]+\\/[0-9]+\\/(?<functionName>[^\\[\\/]*)\\[/'] : []
  return version === undefined ? name : [...name, `filter @logStream like "[${version}]"`]
}

/** 1 where the field is above the value, else 0, by arithmetic: sums over comparisons are documented nowhere. */
function isAbove(field: string, value: number): string {
  const over = `${field} - ${value}`
  return `ceil((${over}) / (abs(${over}) + 1))`
}
