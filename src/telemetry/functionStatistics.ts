import { formatCount, formatMemory, formatQuantity } from '#common/format.ts'
import type { DeployedFunction } from './deployedFunction.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { Statistics } from './statistics.ts'

/** Why figures are missing, or what must be known to read them. */
export interface Note {
  readonly code: NoteCode
  /** A sentence for people. */
  readonly text: string
}

export type NoteCode =
  | 'no-calls'
  | 'no-log'
  | 'log-expired'
  | 'log-delivered'
  | 'reports-filtered'
  | 'kind-not-read'
  | 'over-budget'
  | 'sampled'
  | 'window-clamped'
  | 'other-sizes'
  | 'shared-log'
  | 'replays'
  | 'edge'

/** What a question to the logs cost; several functions share one. */
export interface Scan {
  readonly bytes: number
  /** Absent where the price of the region is not known. */
  readonly usd?: number
  /** How many functions the question was about. */
  readonly functions: number
}

/** How a deployed function ran in a window. */
export interface FunctionStatistics {
  readonly function: DeployedFunction
  /** What was asked, as far as the log reaches. */
  readonly window: TimeWindow
  /** Epoch milliseconds. */
  readonly readAt: number
  /** Of the calls at one memory size, the function's own if there were any; absent where nothing can be told. */
  readonly statistics?: Statistics
  /** The memory of those calls. */
  readonly memoryMb: number
  /** True when the percentiles are of the calls that were read and not of those that there were. */
  readonly sampled: boolean
  readonly notes: readonly Note[]
  readonly scan?: Scan
  /** Of its log group, where that is not Standard: writing to it costs less. */
  readonly logClass?: 'infrequent'
}

export const noteTexts = {
  noCalls: (): Note => ({ code: 'no-calls', text: 'No calls in the window.' }),
  noLog: (group: string): Note => ({
    code: 'no-log',
    text: `There is no log group ${group}: the function was never called, or may not write logs.`,
  }),
  expired: (group: string): Note => ({
    code: 'log-expired',
    text: `The log group ${group} keeps nothing that is as old as the window.`,
  }),
  delivered: (group: string): Note => ({
    code: 'log-delivered',
    text: `The log group ${group} is of the Delivery class, which cannot be asked.`,
  }),
  filtered: (): Note => ({
    code: 'reports-filtered',
    text: 'The system log level WARN leaves out the reports of successful calls: no percentile can be told. Set it to INFO.',
  }),
  instances: (): Note => ({
    code: 'kind-not-read',
    text: 'A function on Managed Instances runs several calls at once and is billed by instances: its reports are not read.',
  }),
  web: (): Note => ({
    code: 'kind-not-read',
    text: 'A web function serves several requests at once and is billed by requests, active CPU and memory: it leaves no reports of calls.',
  }),
  overBudget: (usd: string): Note => ({
    code: 'over-budget',
    text: `The daily budget of ${usd} for reading logs is used up. Raise it, or wait until tomorrow (UTC).`,
  }),
  sampled: (calls: number, isWhole: boolean, why: string): Note => ({
    code: 'sampled',
    text: `${why} ${isWhole ? `All ${formatQuantity(calls, 'call')} were read` : `${formatQuantity(calls, 'call')}, spread over the window, were read`} event by event.`,
  }),
  clamped: (): Note => ({ code: 'window-clamped', text: 'The log does not reach back to the start of the window.' }),
  otherSizes: (memoryMb: number, others: number, isPresent: boolean): Note => ({
    code: 'other-sizes',
    text: isPresent
      ? `${formatCount(others)} more at other memory sizes than ${formatMemory(memoryMb)} are left out.`
      : `These calls ran at ${formatMemory(memoryMb)}, not at the memory that the function has now.`,
  }),
  sharedLog: (group: string): Note => ({
    code: 'shared-log',
    text: `The log group ${group} may serve other functions, and its streams do not name them: their calls may be among these.`,
  }),
  replays: (): Note => ({
    code: 'replays',
    text: 'A durable function replays its handler: these are its runs, not its executions from start to end.',
  }),
  edge: (): Note => ({
    code: 'edge',
    text: 'Lambda@Edge logs in each region that serves a call: these are the calls that us-east-1 served.',
  }),
} as const
