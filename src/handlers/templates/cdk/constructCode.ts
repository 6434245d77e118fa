import { posix } from 'node:path'
import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { archiveFolder } from '../archiveFolder.ts'
import { cdkBundling } from '../bundling/cdkBundling.ts'
import { projectPath, shownPath } from '../projectPath.ts'
import { builtImage, imageStart } from './constructImage.ts'
import type { Construction } from './constructions.ts'
import type { ConstructProperties } from './constructProperties.ts'
import type { ScopedNode } from './sourceScope.ts'
import { unwrapped, valueOf } from './sourceValue.ts'

/** What the place of the code decides of a definition. */
export type ConstructCode = Pick<
  FunctionDefinition,
  | 'handler'
  | 'runtime'
  | 'codeFolder'
  | 'archive'
  | 'entryPoints'
  | 'buildMethod'
  | 'bundling'
  | 'target'
  | 'imageUri'
  | 'image'
  | 'reason'
>

export interface AppPlace {
  /** Folder of `cdk.json`, in which the app runs: relative paths start from it. */
  readonly folder: string
  /** Whether the project has a file. */
  has(file: string): boolean
}

export const decidedLater = 'Where the code lies is known only when the app runs.'

export function constructCode(
  construction: Construction,
  properties: ConstructProperties,
  handler: string | undefined,
  app: AppPlace,
): ConstructCode {
  const { functionClass } = construction
  const code = properties.get('code')
  switch (functionClass) {
    case 'image':
      return { imageUri: '', ...(code ? assetCode(code, app) : { image: {} }) }
    case 'nodejs':
      if (code) break
      return bundledScript(construction, properties, handler ?? 'handler', app)
    case 'python': {
      const index = properties.get('index')
      const module = index ? properties.text('index') : 'index.py'
      const place = pathCode(properties.text('entry'), app)
      if (typeof module !== 'string') return place
      return { ...place, handler: `${module.replace(/\.py$/, '').replaceAll('/', '.')}.${handler ?? 'handler'}` }
    }
    case 'go':
      return {
        handler: 'bootstrap',
        runtime: 'provided.al2023',
        buildMethod: 'go1.x',
        ...pathCode(properties.text('entry'), app),
      }
    case 'asset':
  }
  const said = handler === undefined ? {} : { handler }
  return { ...said, ...(code ? assetCode(code, app) : { reason: decidedLater }) }
}

/** `Code.fromAsset('services/orders')` and its like. */
function assetCode(start: ScopedNode, app: AppPlace): ConstructCode {
  const { node, scope } = unwrapped(start.node, start.scope)
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return { reason: decidedLater }
  const name = scope.importedName(node.callee) ?? ''
  const method = /^aws-lambda\.(?:\w*Code\.)?(\w+)$/.exec(name)?.[1]
  switch (method) {
    case 'fromAsset':
    case 'asset':
    case 'AssetCode':
      return pathCode(node.arguments[0] && valueOf(node.arguments[0], scope)?.value, app)
    case 'fromInline':
    case 'inline':
    case 'InlineCode':
      return { reason: 'The code stands in the source of the stack itself.' }
    case 'fromBucket':
    case 'fromBucketV2':
    case 'bucket':
    case 'S3Code':
      return { reason: 'The code lies in S3, not in this folder.' }
    case 'fromAssetImage':
    case 'fromImageAsset':
      return { imageUri: '', image: builtImage(node.arguments, scope, app) }
    case 'fromEcrImage':
    case 'fromEcr':
      return { imageUri: '', image: imageStart(node.arguments[1], scope) }
    default:
      return { reason: decidedLater }
  }
}

/** @param path as the source names it; undefined where only the running app knows */
export function pathCode(path: unknown, app: AppPlace): ConstructCode {
  if (typeof path !== 'string') return { reason: decidedLater }
  const inProject = projectPath(path, app.folder)
  if (/\.zip$/i.test(path)) {
    return { reason: `The code is the built archive ${shownPath(path)}.`, ...present('archive', inProject) }
  }
  const folder = inProject !== undefined && /\.(jar|war)$/i.test(path) ? archiveFolder(inProject, 'java') : inProject
  return folder === undefined
    ? { reason: `The code lies at ${shownPath(path)}, outside of this folder.` }
    : { codeFolder: folder }
}

const scriptExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']

/** The bundler calls its output `index`, whatever the entry is called. */
function bundledScript(
  construction: Construction,
  properties: ConstructProperties,
  handler: string,
  app: AppPlace,
): ConstructCode {
  const { scope, id } = construction
  const bundling = cdkBundling(properties.get('bundling'), properties.text('runtime'))
  const said = { handler: handler.includes('.') ? handler : `index.${handler}`, buildMethod: 'esbuild', bundling }
  const exportName = handler.replace(/^.*\./, '')
  const entry = properties.get('entry')
  if (!entry && (properties.isOpen || !id.isKnown))
    return { ...said, reason: 'Which file is the entry is known only when the app runs.' }
  const path = properties.text('entry')
  if (entry && path === undefined) {
    return { ...said, reason: 'Which file is the entry is known only when the app runs.' }
  }
  // Without an entry it is the file beside the stack's with the construct's id before the extension.
  const besides = scriptExtensions.map(extension => scope.file.replace(/\.\w+$/, `.${id.text}${extension}`))
  const candidates = path === undefined ? besides : [projectPath(path, app.folder)]
  const [first] = candidates
  if (first === undefined) return { ...said, reason: `The entry ${shownPath(path ?? '')} is outside of this folder.` }
  const file = candidates.find(candidate => candidate !== undefined && app.has(candidate))
  if (file === undefined) return { ...said, reason: `The entry ${first} does not exist.` }
  return {
    ...said,
    codeFolder: posix.dirname(file).replace(/^\.$/, ''),
    entryPoints: [posix.basename(file)],
    target: { file, exportName },
  }
}
