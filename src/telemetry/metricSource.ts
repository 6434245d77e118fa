import type { TimeWindow } from './invocationSource.ts'

/** One metric of CloudWatch, brought to one figure for each period. */
export interface MetricQuestion {
  readonly namespace: 'AWS/Lambda' | 'AWS/Logs'
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: 'Sum' | 'Maximum'
}

/** Reads metrics. Throws a `LensError` when the service refuses, an `AbortError` when the signal fires. */
export interface MetricSource {
  /** The figures of each question's periods, in the order of the questions; none for a metric without data. */
  read(
    questions: readonly MetricQuestion[],
    window: TimeWindow,
    periodSeconds: number,
    signal: AbortSignal,
  ): Promise<readonly (readonly number[])[]>
}
