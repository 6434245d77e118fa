import { parentPort, workerData } from 'node:worker_threads'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { localBundles } from '#bundle/localBundles.ts'
import { serveBundles } from '#bundle/serveBundles.ts'
import { revisionsOn } from '#revisions.ts'
import { scriptSettings } from '#scriptSettings.ts'

/** Weighs and profiles away from the extension host's thread. `workerData`: the folder that remembers sizes. */
const bundles = localBundles({ shippedEsbuild: () => import('esbuild'), ownsEsbuild: true })
const { sizeAt } = revisionsOn(String(workerData))

async function whole<Request extends WeighRequest>(request: Request): Promise<Request> {
  return { ...request, ...(await scriptSettings(request)) }
}

if (parentPort) {
  serveBundles(parentPort, {
    weigh: async (request, ...rest) => await bundles.weigh(await whole(request), ...rest),
    shipped: async (request, signal) => await bundles.shipped(await whole(request), signal),
    place: async (question, signal) => await bundles.place(await whole(question), signal),
    profile: async (request, ...rest) => await bundles.profile(await whole(request), ...rest),
    sizeAt,
    dispose: () => bundles.dispose(),
  })
}
