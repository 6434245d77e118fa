import assert from 'node:assert/strict'
import { readMetrics } from '#telemetry/functionMetrics.ts'
import type { MetricQuestion, MetricSource } from '#telemetry/metricSource.ts'
import { deployedFunction } from '../../support/fakeLogs.ts'

const { signal } = new AbortController()
const dayMs = 86_400_000
const now = 100 * dayMs

function source(answer: (question: MetricQuestion) => readonly number[]) {
  const asked: { readonly questions: readonly MetricQuestion[]; readonly period: number }[] = []
  const read: MetricSource['read'] = async (questions, _window, period) => {
    asked.push({ questions, period })
    return questions.map(answer)
  }
  return { read, asked }
}

const points: Readonly<Record<string, readonly number[]>> = {
  Invocations: [600, 400],
  Errors: [3],
  Throttles: [0, 2],
  ConcurrentExecutions: [3, 11, 4],
  IncomingBytes: [1e6, 1e6],
}

describe('the metrics of functions', () => {
  it('are one question for all, with sums and maxima over the window', async () => {
    const metrics = source(({ name }) => points[name] ?? [])
    const functions = [deployedFunction('a'), deployedFunction('b')]
    const { metrics: found, usd } = await readMetrics(functions, { from: now - dayMs, to: now }, metrics, now, signal)
    assert.equal(metrics.asked.length, 1)
    assert.deepEqual(found.get(functions[1]?.arn ?? ''), {
      invocations: 1000,
      errors: 3,
      throttles: 2,
      concurrentMax: 11,
      logBytes: 2e6,
      logUsd: 0.001,
    })
    assert.equal(usd, (12 / 1000) * 0.01)
  })

  it('are absent where there is no data, and never 0', async () => {
    const [deployed] = [deployedFunction('a')]
    const { metrics } = await readMetrics(
      [deployed],
      { from: 0, to: now },
      source(() => []),
      now,
      signal,
    )
    assert.deepEqual(metrics.get(deployed.arn), {})
  })

  it('have no price where the region has none', async () => {
    const deployed = deployedFunction('a', { region: 'moon-north-1' })
    const metrics = source(({ name }) => points[name] ?? [])
    const { metrics: found } = await readMetrics([deployed], { from: 0, to: now }, metrics, now, signal)
    assert.ok(!('logUsd' in (found.get(deployed.arn) ?? {})))
  })

  it('of an alias tell how much of its provisioned concurrency was in use', async () => {
    const metrics = source(({ name }) => (name === 'ProvisionedConcurrencyUtilization' ? [0.2, 0.9] : []))
    const deployed = deployedFunction('a', { qualifier: 'live', version: '7' })
    const { metrics: found } = await readMetrics([deployed], { from: 0, to: now }, metrics, now, signal)
    assert.deepEqual(found.get(deployed.arn), { provisionedUtilizationMax: 0.9 })
    assert.deepEqual(metrics.asked[0]?.questions[0]?.dimensions, { FunctionName: 'a', Resource: 'a:live' })
  })

  it('are asked in periods that CloudWatch still has, at most 200 of them', async () => {
    for (const [days, unit] of [
      [1 / 24, 60],
      [1, 60],
      [30, 300],
      [90, 3600],
    ] as const) {
      const metrics = source(() => [])
      await readMetrics([deployedFunction('a')], { from: now - days * dayMs, to: now }, metrics, now, signal)
      const period = metrics.asked[0]?.period ?? 0
      assert.equal(period % unit, 0, `${days} days: ${period}`)
      assert.ok(period > 0 && (days * 86_400) / period <= 200, `${days} days: ${period}`)
    }
  })
})
