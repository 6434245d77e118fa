import { LensError } from '#common/errors.ts'
import type { DeployedState } from '#editor/lensState.ts'
import type { FoundFunction } from '#handlers/deployed/foundFunction.ts'
import type { SinceDeployment } from '#telemetry/deploymentChanges.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { summarize } from '#telemetry/statistics.ts'
import { deployedFunction } from './fakeLogs.ts'
import { invocation } from './samples.ts'

export const now = Date.UTC(2026, 10, 21, 12)
const dayMs = 86_400_000

export const deployed: FoundFunction = { name: 'shop-resize', region: 'eu-west-1', via: 'stack' }

/** Of three calls, the first of them cold. */
export const statistics = someStatistics()

export function problem(code: string, message = 'It failed.', remedy = 'Do this.'): LensError {
  return new LensError(code, message, remedy)
}

/** What was read two hours ago of the day before. */
export function reading(more: Partial<FunctionStatistics> = {}): FunctionStatistics {
  return {
    function: deployedFunction('shop-resize', { region: 'eu-west-1' }),
    window: { from: now - dayMs, to: now },
    readAt: now - 2 * 3_600_000,
    memoryMb: 1024,
    sampled: false,
    notes: [],
    scan: { bytes: 2_000_000, usd: 0.01, functions: 4 },
    ...more,
  }
}

export function deployedState(
  read: Partial<FunctionStatistics> = {},
  more: Partial<DeployedState> = {},
): DeployedState {
  return { kind: 'deployed', deployed, reading: reading(read), ...more }
}

export function since(p99Change: number | undefined, more: Partial<SinceDeployment> = {}): SinceDeployment {
  const deployedAt = now - 3 * 3_600_000
  const side = { window: { from: 0, to: 0 }, count: 1200, p99Ms: 671 }
  return {
    deployedAt,
    before: side,
    after: { ...side, count: 900, p99Ms: 812 },
    isCertain: true,
    ...(p99Change === undefined ? {} : { p99Change }),
    ...more,
  }
}

function someStatistics() {
  const calls = [invocation(700, 512, { initMs: 131 }), invocation(81, 512), invocation(79.4, 512)]
  const found = summarize(calls, { architecture: 'x86_64', region: 'lab' })
  if (!found) throw new RangeError('Three calls have statistics.')
  return found
}
