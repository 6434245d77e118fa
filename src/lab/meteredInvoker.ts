import type { CallOutcome } from './environment.ts'
import type { Invoker } from './invoker.ts'
import type { FunctionVersion } from './labFunction.ts'
import type { MetricStore } from './metricStore.ts'
import type { RuntimeCall } from './runtimeApi.ts'
import { ServiceError } from './serviceError.ts'

/** Calls, and what CloudWatch would count of each. */
export class MeteredInvoker {
  readonly #invoker: Invoker
  readonly #metrics: MetricStore

  constructor(invoker: Invoker, metrics: MetricStore) {
    this.#invoker = invoker
    this.#metrics = metrics
  }

  async invoke(
    version: FunctionVersion,
    qualifier: string | undefined,
    call: Omit<RuntimeCall, 'deadlineMs'>,
  ): Promise<CallOutcome> {
    const { name } = version
    const own = { FunctionName: name }
    const all = qualifier === undefined ? [own] : [own, { ...own, Resource: `${name}:${qualifier}` }]
    const record = (metric: string, value: number) => {
      for (const dimensions of all) this.#metrics.record('AWS/Lambda', metric, dimensions, value)
    }
    try {
      const calling = this.#invoker.invoke(version, call)
      record('ConcurrentExecutions', this.#invoker.concurrency(name))
      const utilization = this.#invoker.provisionedUtilization(version)
      if (utilization !== undefined) record('ProvisionedConcurrencyUtilization', utilization)
      const outcome = await calling
      record('Invocations', 1)
      record('Errors', outcome.functionError === undefined ? 0 : 1)
      record('Duration', outcome.durationMs)
      record('Throttles', 0)
      return outcome
    } catch (error) {
      if (error instanceof ServiceError && error.type === 'TooManyRequestsException') record('Throttles', 1)
      throw error
    }
  }
}
