import { LensError } from '#common/errors.ts'
import type { DeployedFunction, DeployedVersion, FunctionDirectory } from '#telemetry/deployedFunction.ts'
import type { LogGroup, LogPage, LogQuery, LogReader, LogRow, QueryState } from '#telemetry/logReader.ts'

export function deployedFunction(name: string, more: Partial<DeployedFunction> = {}): DeployedFunction {
  return {
    name,
    arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    region: 'us-east-1',
    kind: 'event',
    memoryMb: 512,
    architecture: 'x86_64',
    ephemeralStorageMb: 512,
    logGroup: `/aws/lambda/${name}`,
    logFormat: 'text',
    systemLogLevel: 'INFO',
    hasSnapStart: false,
    hasLambdaInsights: false,
    codeSha256: 'c0de',
    lastModified: 0,
    ...more,
  }
}

/** A row as the statistics query gives it for one function. */
export function statisticsRow(name: string, more: Readonly<Record<string, string>> = {}): LogRow {
  const figures = {
    '@log': `123456789012:/aws/lambda/${name}`,
    memoryMb: '512',
    calls: '1000',
    p50Ms: '10',
    p90Ms: '20',
    p95Ms: '25.5',
    p99Ms: '30',
    maxMs: '31',
    inits: '0',
    restores: '0',
    timeouts: '0',
    errors: '0',
    outOfMemory: '0',
    billedMs: '12000',
    usedMb: '90',
  }
  return new Map(Object.entries({ ...figures, ...more }))
}

export function lensError(code: string): LensError {
  return new LensError(code, `It is ${code}.`, 'Do something.')
}

/** A directory of the functions given; others are not found. */
export function fakeDirectory(
  functions: readonly DeployedFunction[],
  versions: readonly DeployedVersion[] = [],
): FunctionDirectory {
  return {
    async describe(targets, signal) {
      signal.throwIfAborted()
      return new Map(
        targets.map(target => [target, functions.find(({ name }) => name === target) ?? lensError('not-found')]),
      )
    },
    versions: async () => versions,
  }
}

/** Logs whose queries are answered by a function, at once, and that remember what they were asked. */
export class FakeLogs implements LogReader {
  readonly queries: LogQuery[] = []
  readonly stopped: string[] = []
  readonly pages: { readonly group: string; readonly next: string | undefined }[] = []
  open = 0
  mostOpen = 0
  groupsByName: ReadonlyMap<string, LogGroup> | undefined
  /** Rows, or an error; may be awaited. */
  answer: (query: LogQuery) => readonly LogRow[] | Promise<readonly LogRow[]> = () => []
  page_: (group: string, next: string | undefined, from: number) => LogPage = () => ({ events: [] })
  readonly #states = new Map<string, Promise<QueryState>>()

  async groups(names: readonly string[]): Promise<ReadonlyMap<string, LogGroup>> {
    const known = this.groupsByName
    if (known) return new Map(names.flatMap(name => (known.has(name) ? [[name, known.get(name) as LogGroup]] : [])))
    return new Map(names.map(name => [name, { name, class: 'standard', createdAt: 0, storedBytes: 0 }]))
  }

  async startQuery(query: LogQuery): Promise<string> {
    this.queries.push(query)
    const id = String(this.queries.length)
    const rows = await this.answer(query)
    this.open += 1
    this.mostOpen = Math.max(this.mostOpen, this.open)
    this.#states.set(id, Promise.resolve({ status: 'complete', rows, scannedBytes: 1e6 }))
    return id
  }

  async queryState(id: string): Promise<QueryState> {
    const state = await this.#states.get(id)
    if (!state) throw lensError('not-found')
    this.open -= 1
    return state
  }

  async stopQuery(id: string): Promise<void> {
    this.stopped.push(id)
  }

  async page(
    group: string,
    _terms: readonly string[],
    window: { readonly from: number },
    next: string | undefined,
  ): Promise<LogPage> {
    this.pages.push({ group, next })
    return this.page_(group, next, window.from)
  }
}
