import { HandlerBundles } from '#bundle/handlerBundles.ts'
import { RevisionSizes } from '#bundle/revision/revisionSizes.ts'
import { type RevisionWeigher, revisionWeigher } from '#bundle/revision/revisionWeigher.ts'
import { findLocalTarget } from '#cli/localTarget.ts'
import { weighTarget } from '#cli/weighTarget.ts'

/** Weighs handlers as they were, with the options that their templates had then. `folder`: remembers sizes. */
export function revisionsOn(folder: string): RevisionWeigher {
  const shippedEsbuild = () => import('esbuild')
  return revisionWeigher({
    sizes: new RevisionSizes(folder),
    version: async () => (await shippedEsbuild()).version,
    weigher: () => new HandlerBundles({ shippedEsbuild, most: 1 }),
    requestIn: async (root, { request, exportName }, signal) => {
      const { handler } = await findLocalTarget(`${request.entry}#${exportName}`, root, signal)
      const found = await weighTarget(`${handler.file}#${exportName}`, signal, root)
      return { ...found.request, isTrusted: request.isTrusted }
    },
  })
}
