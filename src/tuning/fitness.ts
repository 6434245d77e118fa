import { LensError } from '#common/errors.ts'
import type { FunctionConcurrency, FunctionConfiguration, FunctionControl, FunctionKind } from './functionControl.ts'

const kinds: Readonly<Record<Exclude<FunctionKind, 'event'>, string>> = {
  web: 'a web function: it is billed by requests, active CPU and memory lifetime, so a sweep of calls tells nothing',
  durable: 'a durable function: its handler is replayed, so one call is not one run',
  'managed-instances': 'on Managed Instances: several calls share an environment, and instances are billed, not calls',
  'tenant-isolated': 'isolated by tenant: each call needs a tenant, and each tenant environments of its own',
  edge: 'a replica of Lambda@Edge, which cannot be changed',
}

/**
 * Throws a `LensError` for a function whose sizes cannot be compared by calling them: `kind-not-tuned`,
 * `update-failed-before`, `no-reports`.
 */
export function assertTunable({ name, kind, updateFailure, logging }: FunctionConfiguration): void {
  if (kind !== 'event') {
    throw new LensError(
      'kind-not-tuned',
      `${name} is ${kinds[kind]}.`,
      'Lambda Lens tunes event functions, the classic kind.',
    )
  }
  if (updateFailure !== undefined) {
    throw new LensError(
      'update-failed-before',
      `The last update of ${name} failed, so its configuration is not what runs: ${updateFailure}`,
      'Deploy it again, then tune it.',
    )
  }
  if (!logging.reports) {
    throw new LensError(
      'no-reports',
      `${name} logs with the system log level WARN, which leaves no report of a call that went well.`,
      'Set its system log level to INFO, or tune a clone, which has that level.',
    )
  }
}

/** Throws a `LensError` (`no-concurrency`) when no call of a new version could ever run. */
export function assertCallable(name: string, { reserved, provisioned }: FunctionConcurrency): void {
  if (reserved === 0) {
    throw new LensError(
      'no-concurrency',
      `${name} has a reserved concurrency of 0, which refuses every call.`,
      'Raise it, or tune a clone.',
    )
  }
  if (reserved !== undefined && reserved <= provisioned) {
    throw new LensError(
      'no-concurrency',
      `All of the reserved concurrency of ${name} (${reserved}) is provisioned for other versions: none is left for those ` +
        'of a sweep.',
      'Raise the reserved concurrency, or tune a clone.',
    )
  }
}

/** Undefined where we may not ask, or the endpoint does not know. */
export async function concurrencyOf(
  control: FunctionControl,
  name: string,
  signal: AbortSignal,
): Promise<FunctionConcurrency | undefined> {
  try {
    return await control.concurrency(name, signal)
  } catch (error) {
    if (error instanceof LensError && unknown.has(error.code)) return undefined
    throw error
  }
}

const unknown = new Set(['access-denied', 'not-found', 'request-refused'])
