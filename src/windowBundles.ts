import type { ExtensionContext } from 'vscode'
import type { BundleParts } from '#editor/bundle/bundleContent.ts'
import { BundleClient } from '#editor/bundle/bundleClient.ts'
import { Interpreters } from '#lab/interpreters.ts'

/** The bundle worker of a window, and the interpreters of this machine. */
export function connectBundles(context: ExtensionContext): Pick<BundleParts, 'bundles' | 'interpreter' | 'state'> {
  const interpreters = new Interpreters()
  const script = new URL('./bundleWorker.js', import.meta.url)
  return {
    bundles: new BundleClient(script, `${context.globalStorageUri.fsPath}/sizes`),
    interpreter: runtime => interpreters.nearest(runtime),
    state: context.workspaceState,
  }
}
