import { ChildProfiler } from './profile/childProfiler.ts'
import type { BundleService } from './bundleService.ts'
import { HandlerBundles, type WeigherOptions } from './handlerBundles.ts'

/** Weighs and profiles on this machine. */
export function localBundles(options: WeigherOptions): BundleService {
  const weigher = new HandlerBundles(options)
  const profiler = new ChildProfiler(options.shippedEsbuild)
  return {
    weigh: (...given) => weigher.weigh(...given),
    shipped: (...given) => weigher.shipped(...given),
    profile: (...given) => profiler.profile(...given),
    dispose: () => weigher.dispose(),
  }
}
