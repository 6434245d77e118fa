import { formatMs } from '#common/format.ts'
import { reportsOf } from '#telemetry/report.ts'
import type { InvocationAnswer } from '#tuning/functionControl.ts'

export interface LabCall {
  /** `OrdersFunction with events/order.json`. */
  readonly heading: string
  readonly answer: InvocationAnswer
  /** What ran it: `nodejs24.x by /usr/bin/node 24.1.0`; absent when its start is not known. */
  readonly interpreter?: string
  /** How the lab limits CPU here. */
  readonly limiter: string
}

const limiters: Readonly<Record<string, string>> = {
  cgroup1: 'control groups',
  cgroup2: 'control groups',
  'stop-loop': 'stopping and continuing',
  none: 'nothing: on this machine it runs at full speed whatever its memory',
}

/** One call for people: result, timing, what ran it and how it was limited, and its log. */
export function callReport({ heading, answer, interpreter, limiter }: LabCall): string {
  const { payload, functionError, logTail } = answer
  const report = reportsOf(logTail).at(-1)
  const timing = report && [
    formatMs(report.durationMs),
    ...(report.initMs === undefined ? [] : [`init ${formatMs(report.initMs)}`]),
    `billed ${report.billedMs} ms`,
    `${report.maxMemoryUsedMb} of ${report.memoryMb} MB`,
  ]
  return [
    `── ${heading}`,
    `${functionError === undefined ? 'Result' : 'Error'}: ${readable(payload)}`,
    `Timing: ${timing ? timing.join(' · ') : 'not in the end of the log'}`,
    ...(interpreter === undefined ? [] : [`Run by: ${interpreter}`]),
    `CPU limited by: ${limiters[limiter] ?? limiter}`,
    'Log:',
    ...logTail
      .replace(/\n+$/, '')
      .split('\n')
      .map(line => `  ${line.replaceAll('\r', '\n  ')}`),
    '',
  ].join('\n')
}

/** What runs an environment, from the line that it starts with; undefined when that is not in this part of the log. */
export function interpreterOf(logTail: string): string | undefined {
  return /"runtimeVersion":"([^"]+)"|^INIT_START Runtime Version: (.+)$/m
    .exec(logTail)
    ?.slice(1)
    .find(text => text)
}

function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2)
  } catch {
    return payload
  }
}
