import { posix } from 'node:path'
import type { ImageSettings } from '../../images/imageSettings.ts'
import { attributeOf, type HclBody } from './hclNode.ts'
import { projectPath, shownPath } from '../projectPath.ts'
import type { PlacedBlock } from './terraformFolder.ts'
import { moduleImage, resourceImage } from './terraformImage.ts'
import { follow, resolve, type TerraformValue, valueIn } from './terraformValue.ts'

/** Where a function's code lies: a folder of the project, or the reason why there is none. */
export type CodePlace =
  | { readonly folder: string }
  /** With the path of an archive of the project that no template makes. */
  | { readonly reason: string; readonly archive?: string }
  | { readonly image: ImageSettings }

/** Lists in lists, functions of functions. */
const deepest = 4

const decidedLater = { reason: 'Where the code lies is known only when it is deployed.' }

/** @param at any value of the resource: tells its file and module */
export function resourceCode(body: HclBody, at: TerraformValue): CodePlace {
  const value = (name: string) => valueIn(body, name, at)
  const packageType = value('package_type')
  if (value('image_uri') || (packageType && resolve(packageType)?.value === 'Image')) {
    return { image: resourceImage(body, at) }
  }
  const filename = value('filename')
  const object = value('s3_key')
  // The hash is taken of the same archive, also where the path of it is told apart.
  const archive =
    (filename && archiveOf(filename)) ??
    (object && archiveOf(uploaded(object) ?? object)) ??
    archiveOf(value('source_code_hash'))
  if (archive) return archiveSource(archive, at)
  const path = filename && resolve(filename)?.value
  if (typeof path === 'string') return builtArchive(path)
  if (filename) return decidedLater
  return { reason: value('s3_bucket') || object ? 'The code lies in S3, not in this folder.' : 'It names no code.' }
}

/** The same for a call of terraform-aws-modules/lambda. */
export function moduleCode(body: HclBody, at: TerraformValue): CodePlace {
  const path = valueIn(body, 'source_path', at)
  const packageType = valueIn(body, 'package_type', at)
  if ((packageType && resolve(packageType)?.value === 'Image') || (!path && valueIn(body, 'image_uri', at))) {
    return { image: moduleImage(body, at) }
  }
  if (path) return sourcePath(follow(path))
  const existing = valueIn(body, 'local_existing_package', at)
  if (existing) {
    const archive = archiveOf(existing)
    if (archive) return archiveSource(archive, at)
    const file = resolve(existing)?.value
    return typeof file === 'string' ? builtArchive(file) : decidedLater
  }
  if (valueIn(body, 's3_existing_package', at)) return { reason: 'The code lies in S3, not in this folder.' }
  return { reason: 'It names no code.' }
}

function builtArchive(path: string): CodePlace {
  return { reason: `The code is the built archive ${shownPath(path)}.`, archive: path }
}

/** A path, or a list of paths and of objects with a `path`, of which the first is the function's. */
function sourcePath(value: TerraformValue, depth = 0): CodePlace {
  const { expression } = value
  if (depth > deepest) return decidedLater
  if (expression.kind === 'list') {
    const [first] = expression.items
    return first ? sourcePath(follow({ ...value, expression: first }), depth + 1) : decidedLater
  }
  if (expression.kind === 'object') {
    const path = attributeOf(expression, 'path')
    return path ? sourcePath(follow({ ...value, expression: path }), depth + 1) : decidedLater
  }
  return folderAt(value, /\.\w+$/)
}

/** @param file what a path of a file, not of a folder, looks like */
function folderAt(value: TerraformValue, file: RegExp | undefined): CodePlace {
  const path = resolve(value)?.value
  if (typeof path !== 'string') return decidedLater
  const inProject = projectPath(path, value.instance.rootPath)
  if (inProject === undefined) return { reason: `The code lies at ${shownPath(path)}, outside of this folder.` }
  const isFile = file?.test(posix.basename(inProject)) ?? false
  return { folder: isFile ? posix.dirname(inProject).replace(/^\.$/, '') : inProject }
}

/** The `archive_file` that a path, or a hash, is of: by reference, or by the same path. */
function archiveOf(start: TerraformValue | undefined, depth = 0): PlacedBlock | undefined {
  if (!start || depth > deepest) return
  const value = follow(start)
  const { expression, instance } = value
  const { archives, resources } = instance.folder
  if (expression.kind === 'reference') {
    const at = expression.path.indexOf('archive_file')
    if (at < 0) return
    const address = expression.path.slice(0, at + 2).join('.')
    return resources.get(address)
  }
  if (expression.kind === 'call') {
    return expression.arguments
      .map(part => archiveOf({ ...value, expression: part }, depth + 1))
      .find(found => found !== undefined)
  }
  const path = resolve(value)?.value
  if (typeof path !== 'string') return
  return archives.find(({ block, file }) => {
    const output = valueIn(block.body, 'output_path', { ...value, file })
    const outputPath = output && resolve(output)?.value
    return (
      typeof outputPath === 'string' &&
      projectPath(outputPath, instance.rootPath) === projectPath(path, instance.rootPath)
    )
  })
}

/** What an object in S3 is made of: `aws_s3_object.code.key` leads to its `source`. */
function uploaded(key: TerraformValue): TerraformValue | undefined {
  const value = follow(key)
  const { expression } = value
  if (expression.kind !== 'reference') return
  const [type, name] = expression.path
  if (type !== 'aws_s3_object' && type !== 'aws_s3_bucket_object') return
  const object = value.instance.folder.resources.get(`${type}.${name}`)
  return object && valueIn(object.block.body, 'source', { ...value, file: object.file })
}

function archiveSource({ block, file }: PlacedBlock, at: TerraformValue): CodePlace {
  const inside = { ...at, file }
  const folder = valueIn(block.body, 'source_dir', inside)
  if (folder) return folderAt(folder, undefined)
  const content = block.body.blocks.find(({ type }) => type === 'source')
  const source = valueIn(block.body, 'source_file', inside) ?? (content && readFileOf(content.body, inside))
  if (source) return folderAt(source, /./)
  return { reason: 'The code is an archive whose content stands in the template itself.' }
}

/** The path in `content = file(path)`. */
function readFileOf(body: HclBody, at: TerraformValue): TerraformValue | undefined {
  const content = attributeOf(body, 'content')
  const [path] = content?.kind === 'call' && content.name === 'file' ? content.arguments : []
  return path && { ...at, expression: path }
}
