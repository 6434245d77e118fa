import { LensError } from '#common/errors.ts'
import { formatQuantity } from '#common/format.ts'
import type { MetricSource } from '#telemetry/metricSource.ts'
import type { FunctionConfiguration, FunctionControl } from './functionControl.ts'

export interface CautionPorts {
  readonly control: Pick<FunctionControl, 'aliases' | 'tags'>
  readonly metrics: MetricSource
  /** Calls of the function in the last day that were sweeps' own. */
  readonly ownCalls: (functionArn: string, since: number) => Promise<number>
}

/** Whether somebody depends on a function that is about to be swept. */
export interface Caution {
  /** Why its name is to be typed first, in sentences; none: it need not be. */
  readonly reasons: readonly string[]
  /** What could not be found out, in sentences. */
  readonly unknown: readonly string[]
  /** By others than sweeps; absent where it could not be found out. */
  readonly callsLastDay?: number
}

const dayMs = 86_400_000

export async function cautionOf(
  { name, arn }: FunctionConfiguration,
  ports: CautionPorts,
  signal: AbortSignal,
  now = Date.now(),
): Promise<Caution> {
  const unknown: string[] = []
  const [aliases, tags, calls] = await Promise.all([
    known('Its aliases', ports.control.aliases(arn, signal)),
    known('Its tags', ports.control.tags(arn, signal)),
    known('How often it was called in the last day', callsSince(name, arn, now - dayMs)),
  ])
  const alias = aliases?.find(one => looksLikeProduction(one.name, aliasWords))
  const tag = Object.entries(tags ?? {}).find(([, value]) => looksLikeProduction(value))
  return {
    reasons: [
      ...(looksLikeProduction(name) ? [`Its name, ${name}, looks like production.`] : []),
      ...(alias ? [`It has an alias ${alias.name}, which looks like production.`] : []),
      ...(tag ? [`Its tag ${tag[0]} is ${tag[1]}, which looks like production.`] : []),
      ...(calls ? [`It had ${formatQuantity(calls, 'call')} in the last day.`] : []),
    ],
    unknown,
    ...(calls === undefined ? {} : { callsLastDay: calls }),
  }

  async function known<T>(what: string, asked: Promise<T | undefined>): Promise<T | undefined> {
    try {
      const found = await asked
      if (found === undefined) unknown.push(`${what} could not be read.`)
      return found
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      unknown.push(`${what} could not be read: ${error.message}`)
      return undefined
    }
  }

  async function callsSince(functionName: string, functionArn: string, from: number): Promise<number> {
    const dimensions = { FunctionName: functionName }
    const question = { namespace: 'AWS/Lambda', name: 'Invocations', dimensions, statistic: 'Sum' } as const
    const [counts = []] = await ports.metrics.read([question], { from, to: now }, 3600, signal)
    const all = counts.reduce((sum, count) => sum + count, 0)
    return Math.max(0, all - (all > 0 ? await ports.ownCalls(functionArn, from) : 0))
  }
}

const productionWords = new Set(['prod', 'prd', 'production', 'live'])
const aliasWords = new Set([...productionWords, 'release', 'released', 'stable', 'current', 'main', 'master'])

/** Whether one of the words of `orders-prod`, `OrdersProd`, `PROD_orders` says so; `product-list` has none. */
export function looksLikeProduction(text: string, words: ReadonlySet<string> = productionWords): boolean {
  const parts = text.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
  return parts.some(part => words.has(part.toLowerCase().replace(/\d+$/, '')))
}

/** Throws a `LensError` (`confirmation-needed`) unless the name was typed, or need not be. */
export function assertConfirmed({ reasons }: Caution, name: string, typed: string | undefined): void {
  if (reasons.length === 0 || typed === name) return
  throw new LensError(
    'confirmation-needed',
    `${name} may be in use. ${reasons.join(' ')}`,
    typed === undefined ? `Confirm by its name: ${name}.` : `"${typed}" is not its name: type ${name}.`,
  )
}
