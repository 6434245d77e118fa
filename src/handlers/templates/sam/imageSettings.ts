import { posix } from 'node:path'
import type { ImageSettings } from '../../images/imageSettings.ts'
import { present } from '../../present.ts'
import { projectPath } from '../projectPath.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { resolveValue } from './resolveValue.ts'

export interface ImageQuestion {
  readonly metadata: TemplateNode | undefined
  /** Value of `ImageConfig`. */
  readonly config: TemplateNode | undefined
  readonly root: TemplateNode
  /** Path of the template relative to the indexed folder. */
  readonly template: string
}

/** How a container image is built, by the metadata that `sam build` reads, and how the function starts it. */
export function imageSettings({ metadata, config, root, template }: ImageQuestion): ImageSettings {
  const text = (node: TemplateNode | undefined) => {
    const value = resolveValue(node, root)?.value
    return value === undefined ? undefined : String(value)
  }
  const words = (key: string) => {
    const node = valueAt(config, key)
    const items = node?.kind === 'list' ? node.items : node ? [node] : []
    const known = items.flatMap(item => text(item) ?? [])
    return known.length > 0 && known.length === items.length ? known : undefined
  }
  const path = text(valueAt(metadata, 'DockerContext'))?.replaceAll('\\', '/')
  const file = text(valueAt(metadata, 'Dockerfile'))?.replaceAll('\\', '/')
  const isBuilt = path !== undefined || file !== undefined
  const context = isBuilt ? projectPath(path ?? '.', posix.dirname(template)) : undefined
  const given = entriesOf(valueAt(metadata, 'DockerBuildArgs')).flatMap(({ key, value }) => {
    const known = text(value)
    return known === undefined ? [] : [[key, known] as const]
  })
  return {
    ...present('context', context),
    ...present('dockerfile', context === undefined ? undefined : projectPath(file ?? 'Dockerfile', context)),
    ...present('target', text(valueAt(metadata, 'DockerBuildTarget'))),
    ...(given.length > 0 && { arguments: Object.fromEntries(given) }),
    ...present('command', words('Command')),
    ...present('entryPoint', words('EntryPoint')),
    ...present('workingFolder', text(valueAt(config, 'WorkingDirectory'))),
  }
}
