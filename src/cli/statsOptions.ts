import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'

export interface StatsOptions {
  /** FILE#EXPORT, names or ARNs, each once. */
  readonly targets: readonly string[]
  readonly hours: number
  readonly json: boolean
  /** Ask CloudWatch for what no log tells. */
  readonly metrics: boolean
  /** Compare with the time before the last deployment. */
  readonly compare: boolean
  readonly region?: string
  readonly profile?: string
}

/** Reads the arguments of `lambda-lens stats`. Throws a `LensError` that names the option and what it takes. */
export function statsOptions(args: readonly string[]): StatsOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      since: { type: 'string', default: '24h' },
      region: { type: 'string' },
      profile: { type: 'string' },
      metrics: { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
    },
  })
  if (positionals.length === 0) {
    throw new LensError('bad-arguments', 'Name at least one function.', 'Give names, ARNs or FILE#EXPORT.')
  }
  const { json, metrics, compare, region, profile } = values
  return {
    targets: [...new Set(positionals)],
    hours: hoursOf(values.since),
    json,
    metrics,
    compare,
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
  }
}

const unitHours: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24 }
const mostHours = 30 * 24

function hoursOf(since: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(since) ?? []
  const hours = Number(count) * (unitHours[unit] ?? Number.NaN)
  if (hours > 0 && hours <= mostHours) return hours
  throw new LensError('bad-arguments', `--since takes a time up to 30 days, not "${since}".`, 'Write 90m, 24h or 7d.')
}
