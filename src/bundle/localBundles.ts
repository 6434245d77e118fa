import { ChildProfiler } from './profile/childProfiler.ts'
import type { BundleService } from './bundleService.ts'
import { HandlerBundles, type WeigherOptions } from './handlerBundles.ts'

/** Go's garbage collector works harder near this; without it esbuild's process keeps twice what it needs. */
const esbuildMemory = '200MiB'

/**
 * Weighs and profiles on this machine. Where esbuild's process is its own, that process's memory is limited by a variable
 * of this one's environment.
 */
export function localBundles(options: WeigherOptions): BundleService {
  if (options.ownsEsbuild === true) process.env['GOMEMLIMIT'] ??= esbuildMemory
  const weigher = new HandlerBundles(options)
  const profiler = new ChildProfiler(options.shippedEsbuild)
  return {
    weigh: (...given) => weigher.weigh(...given),
    shipped: (...given) => weigher.shipped(...given),
    profile: (...given) => profiler.profile(...given),
    dispose: () => weigher.dispose(),
  }
}
