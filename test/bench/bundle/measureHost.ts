import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { BundleClient } from '#editor/bundle/bundleClient.ts'
import { BenchProject } from './benchProject.ts'

/** Of the thread that asks the worker, as the extension host's does. */
export interface HostFigures {
  /** Work for one save, from the question to the last answer. */
  readonly busyMs: number
  /** The longest time in which it could do nothing else; and of the same thread while it only waits. */
  readonly longestMs: number
  readonly idleLongestMs: number
}

const entry = 'src/app.mjs'
const script = new URL('../../../src/bundleWorker.ts', import.meta.url)
const { signal } = new AbortController()

export async function measureHost(saves: number): Promise<HostFigures> {
  const project = await BenchProject.open()
  const client = new BundleClient(script, join(project.root, 'sizes'))
  const save = async (index: number) => {
    await project.write(entry, `${project.text()}// save ${index}\n`)
    await client.weigh(project.request(entry), signal)
  }
  try {
    await save(-1)
    const before = performance.eventLoopUtilization()
    const started = performance.now()
    const longestMs = await longest(async () => {
      for (let index = 0; index < saves; index++) await save(index)
    })
    const { active } = performance.eventLoopUtilization(before)
    const tookMs = performance.now() - started
    return { busyMs: active / saves, longestMs, idleLongestMs: await longest(() => delay(tookMs)) }
  } finally {
    client.dispose()
    await project.close()
  }
}

const resolutionMs = 1

async function longest(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  await work()
  histogram.disable()
  return Math.max(0, histogram.max / 1e6 - resolutionMs)
}
