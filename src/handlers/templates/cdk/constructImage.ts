import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { ImageSettings } from '../../images/imageSettings.ts'
import { present } from '../../present.ts'
import { projectPath } from '../projectPath.ts'
import type { AppPlace } from './constructCode.ts'
import { ConstructProperties } from './constructProperties.ts'
import type { SourceScope } from './sourceScope.ts'
import { text, unwrapped, valueOf } from './sourceValue.ts'

/** `fromImageAsset('services/orders', { file: 'Dockerfile.arm', cmd: ['app.handler'] })` */
export function builtImage(
  [path, options]: readonly TSESTree.Node[],
  scope: SourceScope,
  app: AppPlace,
): ImageSettings {
  const properties = new ConstructProperties(options, scope)
  const folder = path && text(valueOf(path, scope)?.value)
  const given = properties.get('buildArgs')
  return {
    ...imageBuild(folder, properties.text('file'), app),
    ...present('target', properties.text('target')),
    ...(given && { arguments: new ConstructProperties(given.node, given.scope).texts() }),
    ...imageStart(options, scope),
  }
}

/** The folder that an image is built of, and the Dockerfile in it. */
export function imageBuild(folder: string | undefined, file: string | undefined, app: AppPlace): ImageSettings {
  const context = folder === undefined ? undefined : projectPath(folder, app.folder)
  return {
    ...present('context', context),
    ...present('dockerfile', context === undefined ? undefined : projectPath(file ?? 'Dockerfile', context)),
  }
}

/** How the function starts the image, where it says so itself. */
export function imageStart(options: TSESTree.Node | undefined, scope: SourceScope): ImageSettings {
  const properties = new ConstructProperties(options, scope)
  const words = (key: string) => {
    const property = properties.get(key)
    const list = property && unwrapped(property.node, property.scope)
    if (list?.node.type !== 'ArrayExpression') return
    const found = list.node.elements.map(item => item && text(valueOf(item, list.scope)?.value))
    const known = found.filter(word => typeof word === 'string')
    return known.length > 0 && known.length === found.length ? known : undefined
  }
  return {
    ...present('command', words('cmd')),
    ...present('entryPoint', words('entrypoint')),
    ...present('workingFolder', properties.text('workingDirectory')),
  }
}
