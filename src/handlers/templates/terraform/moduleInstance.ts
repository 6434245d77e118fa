import type { PlacedBlock, TerraformFolder } from './terraformFolder.ts'

/** A folder as one call of it, or Terraform itself, uses it. */
export interface ModuleInstance {
  readonly folder: TerraformFolder
  /** Where Terraform is run: paths in the configuration are relative to it. */
  readonly rootPath: string
  /** `module.api.` before the addresses of what it declares; empty for the root. */
  readonly prefix: string
  readonly caller?: { readonly call: PlacedBlock; readonly instance: ModuleInstance }
}

const deepest = 8
const mostInstances = 2000

/** All uses of all folders. A folder that no other calls is a root; of a cycle, some folder is. */
export function moduleInstances(folders: ReadonlyMap<string, TerraformFolder>): readonly ModuleInstance[] {
  const called = new Set([...folders.values()].flatMap(folder => folder.localModules().map(module => module.folder)))
  const found: ModuleInstance[] = []
  const visited = new Set<TerraformFolder>()
  const visit = (instance: ModuleInstance, depth: number): void => {
    if (found.length >= mostInstances) return
    found.push(instance)
    visited.add(instance.folder)
    for (const call of depth < deepest ? instance.folder.localModules() : []) {
      const folder = folders.get(call.folder)
      if (!folder || isWithin(folder, instance)) continue
      const prefix = `${instance.prefix}module.${call.name}.`
      visit({ folder, rootPath: instance.rootPath, prefix, caller: { call, instance } }, depth + 1)
    }
  }
  const all = [...folders.values()]
  for (const folder of [
    ...all.filter(({ path }) => !called.has(path)),
    ...all.filter(({ path }) => called.has(path)),
  ]) {
    if (!visited.has(folder)) visit({ folder, rootPath: folder.path, prefix: '' }, 0)
  }
  return found
}

function isWithin(folder: TerraformFolder, instance: ModuleInstance): boolean {
  return instance.folder === folder || (instance.caller !== undefined && isWithin(folder, instance.caller.instance))
}
