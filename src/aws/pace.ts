import { setTimeout as wait } from 'node:timers/promises'
import type { Lambda } from '@aws-sdk/client-lambda'

/** Lets requests pass so that there are never more than so many in any second. All who share a quota share one. */
export interface Pace {
  /** Resolves when it is the caller's turn; turns come in the order in which they were asked for. */
  turn(): Promise<void>
}

/** Of the 15 requests a second that Lambda's control plane answers to a whole account, with all its deployments. */
const controlPlanePerSecond = 5

/**
 * @param now a clock in ms that never goes back
 * @param sleep waits so many ms
 */
export function createPace(
  perSecond = controlPlanePerSecond,
  now: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<unknown> = wait,
): Pace {
  /** When the last turns are or were, ascending: so many as there may be in a second. */
  const turns: number[] = []
  return {
    async turn() {
      const earliest = turns.length < perSecond ? 0 : (turns.shift() ?? 0) + 1000
      const at = now()
      const turn = Math.max(at, earliest)
      turns.push(turn)
      if (turn > at) await sleep(turn - at)
    },
  }
}

/** Every attempt waits for its turn, the SDK's retries too. An emulator on this machine has no quota to share. */
export function keepPace(lambda: Lambda, pace: Pace): void {
  lambda.middlewareStack.add(
    next => async args => {
      if (!isLoopback(hostOf(args.request))) await pace.turn()
      return await next(args)
    },
    { name: 'keepPace', step: 'finalizeRequest', priority: 'low' },
  )
}

function hostOf(request: unknown): string {
  return typeof request === 'object' && request !== null && 'hostname' in request ? String(request.hostname) : ''
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}
