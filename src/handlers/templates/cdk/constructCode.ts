import { posix } from 'node:path'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionDefinition } from '../../handler.ts'
import { projectPath, shownPath } from '../terraform/projectPath.ts'
import type { Construction } from './constructions.ts'
import type { ConstructProperties } from './constructProperties.ts'
import { unwrapped, valueOf } from './sourceValue.ts'

/** What the place of the code decides of a definition. */
export type ConstructCode = Pick<
  FunctionDefinition,
  'handler' | 'runtime' | 'codeFolder' | 'entryPoints' | 'buildMethod' | 'target' | 'imageUri' | 'reason'
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
  const { functionClass, scope } = construction
  const code = properties.get('code')
  switch (functionClass) {
    case 'image':
      return { imageUri: '', reason: containerImage }
    case 'nodejs':
      if (code) break
      return bundledScript(construction, properties, handler ?? 'handler', app)
    case 'python': {
      const index = properties.get('index')
      const module = index ? valueOf(index.node, scope)?.value : 'index.py'
      const place = folderOf(properties.get('entry')?.node, construction, app)
      if (typeof module !== 'string') return place
      return { ...place, handler: `${module.replace(/\.py$/, '').replaceAll('/', '.')}.${handler ?? 'handler'}` }
    }
    case 'go':
      return {
        handler: 'bootstrap',
        runtime: 'provided.al2023',
        buildMethod: 'go1.x',
        ...folderOf(properties.get('entry')?.node, construction, app),
      }
    case 'asset':
  }
  const said = handler === undefined ? {} : { handler }
  return { ...said, ...(code ? assetCode(code.node, construction, app) : { reason: decidedLater }) }
}

export const containerImage = 'It is a container image, whose Dockerfile names the handler; images are not read yet.'

/** `Code.fromAsset('services/orders')` and its like. */
function assetCode(start: TSESTree.Node, construction: Construction, app: AppPlace): ConstructCode {
  const { scope } = construction
  const { node } = unwrapped(start, scope)
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return { reason: decidedLater }
  const name = scope.importedName(node.callee) ?? ''
  const method = /^aws-lambda\.(?:\w*Code\.)?(\w+)$/.exec(name)?.[1]
  switch (method) {
    case 'fromAsset':
    case 'asset':
    case 'AssetCode':
      return folderOf(node.arguments[0], construction, app)
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
    case 'fromEcrImage':
      return { imageUri: '', reason: containerImage }
    default:
      return { reason: decidedLater }
  }
}

function folderOf(node: TSESTree.Node | undefined, { scope }: Construction, app: AppPlace): ConstructCode {
  return pathCode(node && valueOf(node, scope)?.value, app)
}

/** @param path as the source names it; undefined where only the running app knows */
export function pathCode(path: unknown, app: AppPlace): ConstructCode {
  if (typeof path !== 'string') return { reason: decidedLater }
  if (/\.(zip|jar|war)$/i.test(path)) return { reason: `The code is the built archive ${shownPath(path)}.` }
  const folder = projectPath(path, app.folder)
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
  const said = { handler: handler.includes('.') ? handler : `index.${handler}`, buildMethod: 'esbuild' }
  const exportName = handler.replace(/^.*\./, '')
  const entry = properties.get('entry')
  if (!entry && properties.isOpen)
    return { ...said, reason: 'Which file is the entry is known only when the app runs.' }
  const path = entry && valueOf(entry.node, scope)?.value
  if (entry && typeof path !== 'string') {
    return { ...said, reason: 'Which file is the entry is known only when the app runs.' }
  }
  // Without an entry it is the file beside the stack's with the construct's id before the extension.
  const besides = scriptExtensions.map(extension => scope.file.replace(/\.\w+$/, `.${id.text}${extension}`))
  const candidates = typeof path === 'string' ? [projectPath(path, app.folder)] : besides
  const [first] = candidates
  if (first === undefined) return { ...said, reason: `The entry ${shownPath(String(path))} is outside of this folder.` }
  const file = candidates.find(candidate => candidate !== undefined && app.has(candidate))
  if (file === undefined) return { ...said, reason: `The entry ${first} does not exist.` }
  return {
    ...said,
    codeFolder: posix.dirname(file).replace(/^\.$/, ''),
    entryPoints: [posix.basename(file)],
    target: { file, exportName },
  }
}
