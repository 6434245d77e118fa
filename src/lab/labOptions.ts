import { parseArgs } from 'node:util'
import { describeError, LensError } from '#common/errors.ts'
import { type Faults, parseFaults } from './faults.ts'
import { parseLayers } from './layers.ts'

export interface LabOptions {
  /** 0 takes any free one. */
  readonly port: number
  /** Not checked here: which ones there are depends on the machine. */
  readonly limiter?: string
  readonly maxConcurrency: number
  readonly retireMs: number
  readonly idleMs?: number
  readonly dataFolder?: string
  readonly faults?: Faults
  readonly layers: ReadonlyMap<string, string>
  /** Only cleans up after the lab with this folder. */
  readonly sweep?: string
}

export const labUsage = `Usage: lambda-lens lab [OPTIONS]

Starts the local Lambda, prints its endpoint and credentials as one line of JSON, and runs until its input closes.

  --port N              the endpoint's port on 127.0.0.1; any free one without it
  --limiter NAME        cgroup2, cgroup1, stop-loop or none; the best of this machine without it
  --concurrency N       environments at once, over all functions; 100 without it
  --retire-seconds N    stops an environment that has had no call for so long; 300 without it
  --idle-seconds N      ends the lab when nobody has asked it anything for so long
  --data FOLDER         keeps logs there from one lab to the next, at most 32 MB a log group
  --layer NAME=FOLDER   what a layer of this name has below /opt; may be given again
  --faults NAME=VALUE,… failures to make up: throttle, server-error, update-failure and death as a share from 0 to 1;
                        latency-ms, slow-update-ms; deny=lambda:InvokeFunction; expired-token=true; seed
`

/** Reads the lab's arguments. Throws a `LensError` (`bad-arguments` and others) that names the option. */
export function labOptions(args: readonly string[]): LabOptions {
  const values = parse(args)
  const idleSeconds = number('--idle-seconds', values['idle-seconds'])
  const faults = values.faults === undefined ? undefined : parseFaults(values.faults)
  return {
    port: whole('--port', values.port, 0, 65_535),
    maxConcurrency: whole('--concurrency', values.concurrency, 1, 1000),
    retireMs: (number('--retire-seconds', values['retire-seconds']) ?? 300) * 1000,
    layers: parseLayers(values.layer ?? []),
    ...(values.limiter === undefined ? {} : { limiter: values.limiter }),
    ...(idleSeconds === undefined ? {} : { idleMs: idleSeconds * 1000 }),
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    ...(faults ? { faults } : {}),
    ...(values.sweep === undefined ? {} : { sweep: values.sweep }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        limiter: { type: 'string' },
        concurrency: { type: 'string', default: '100' },
        data: { type: 'string' },
        faults: { type: 'string' },
        layer: { type: 'string', multiple: true },
        'idle-seconds': { type: 'string' },
        'retire-seconds': { type: 'string' },
        sweep: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new LensError('bad-arguments', describeError(error), 'See lambda-lens lab --help.', error)
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new LensError(
    'bad-arguments',
    `${option} takes a whole number from ${least} to ${most}, not "${text}".`,
    'Correct it.',
  )
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value
  throw new LensError('bad-arguments', `${option} takes a number above 0, not "${text}".`, 'Correct it.')
}
