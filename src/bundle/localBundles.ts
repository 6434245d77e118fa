import { ChildProfiler } from './profile/childProfiler.ts'
import type { BundleWeigher } from './bundleWeigher.ts'
import { HandlerBundles, type WeigherOptions } from './handlerBundles.ts'
import type { InitProfiler } from './profile/initProfiler.ts'

/** Go's garbage collector works harder near this; without it esbuild's process keeps twice what it needs. */
const esbuildMemory = '200MiB'

/**
 * Weighs and profiles on this machine. Where esbuild's process is its own, that process's memory is limited by a variable
 * of this one's environment.
 */
export function localBundles(options: WeigherOptions): BundleWeigher & InitProfiler {
  if (options.ownsEsbuild === true) process.env['GOMEMLIMIT'] ??= esbuildMemory
  const weigher = new HandlerBundles(options)
  const profiler = new ChildProfiler(options.shippedEsbuild)
  return {
    weigh: (...given) => weigher.weigh(...given),
    shipped: (...given) => weigher.shipped(...given),
    place: (...given) => weigher.place(...given),
    profile: (...given) => profiler.profile(...given),
    dispose: () => weigher.dispose(),
  }
}
