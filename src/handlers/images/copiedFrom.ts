import { posix } from 'node:path'
import { joinPath } from '../sourceFiles.ts'
import type { ImageCopy, ImageStage } from './imageStage.ts'

/** A module (a path without extension) of the project that one of the image may be a copy of. */
export interface Original {
  readonly module: string
  /** False for one that only lies where it would if it had been copied: what is built of files is beside them. */
  readonly isCopied: boolean
}

export interface BuildContext {
  /** Folder that the build copies from, relative to the indexed folder. */
  readonly folder: string
  /** Whether the project has files below a folder. */
  hasFolder(path: string): boolean
}

/** What is left of the work that one question is worth: stages that copy from each other multiply. */
interface Steps {
  left: number
}

const most = 2000

/** Where in the project a module of an image may come from, by the copies that made the image; the likeliest first. */
export function copiedFrom(
  stage: ImageStage,
  module: string,
  context: BuildContext,
  steps: Steps = { left: most },
): readonly Original[] {
  const own = stage.copies.toReversed().flatMap(copy => ofCopy(stage, copy, module, context, steps))
  const all = stage.parent ? [...own, ...copiedFrom(stage.parent, module, context, steps)] : own
  return [...all.filter(({ isCopied }) => isCopied), ...all.filter(({ isCopied }) => !isCopied)]
}

function ofCopy(
  stage: ImageStage,
  copy: ImageCopy,
  module: string,
  context: BuildContext,
  steps: Steps,
): readonly Original[] {
  if (steps.left-- <= 0) return []
  const { from, sources } = copy
  const other =
    from === undefined ? undefined : stage.earlier.find(({ name }, at) => name === from || String(at) === from)
  // A whole image of somebody else.
  if (from !== undefined && !other) return []
  const inContext = (path: string) => joinPath(context.folder, posix.join('/', path).slice(1)).replace(/\/$/, '')
  return sources.flatMap(source => {
    const isFolder = !isFile(posix.basename(source)) || (!other && context.hasFolder(inContext(source)))
    const original = sourceOf(copy, source, isFolder, module)
    if (!original) return []
    const { path, isCopied } = original
    if (!other) return [{ module: inContext(path), isCopied }]
    return copiedFrom(other, posix.resolve('/', path), context, steps).map(found => ({
      ...found,
      isCopied: found.isCopied && isCopied,
    }))
  })
}

/** The path from which a copy would bring a module to its place. */
function sourceOf(
  { place, isFolder: isIntoFolder }: ImageCopy,
  source: string,
  isFolder: boolean,
  module: string,
): { readonly path: string; readonly isCopied: boolean } | undefined {
  const [folder, name] = [posix.dirname(source), posix.basename(source)]
  if (!isIntoFolder && !isFolder && isFile(posix.basename(place))) {
    return withoutExtension(place) === module ? { path: withoutExtension(source), isCopied: true } : undefined
  }
  const below = module.startsWith(place === '/' ? '/' : `${place}/`) ? posix.relative(place, module) : undefined
  if (below === undefined) return
  if (/[*?[]/.test(name)) {
    return matches(name, below.split('/')[0] ?? '') ? { path: posix.join(folder, below), isCopied: true } : undefined
  }
  if (isFolder) return { path: posix.join(source, below), isCopied: true }
  return { path: posix.join(folder, below), isCopied: below === withoutExtension(name) }
}

function isFile(name: string): boolean {
  return /[^.].*\.\w+$|[*?[]/.test(name)
}

function withoutExtension(path: string): string {
  return path.replace(/\.\w+$/, '')
}

/** A pattern of names, that of files without their extension. */
function matches(pattern: string, name: string): boolean {
  const source = withoutExtension(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${source}$`).test(name)
}
