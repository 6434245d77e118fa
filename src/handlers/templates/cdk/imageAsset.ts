import type { FunctionDefinition } from '../../handler.ts'
import { readImage } from '../../images/readImage.ts'
import { present } from '../../present.ts'
import { joinPath } from '../../sourceFiles.ts'
import type { TemplateProject } from '../templateReader.ts'
import { assetSource, originalOf } from './assetSource.ts'
import { plainJson, textAt, textsAt, valueAt } from './plainJson.ts'

/** The copy of a folder from which the deployment builds an image. */
export interface ImageAsset {
  /** Relative to the indexed folder. */
  readonly folder: string
  /** Relative to that folder. */
  readonly dockerfile: string
  readonly target?: string
  readonly arguments?: Readonly<Record<string, string>>
}

/**
 * By the metadata of the function's resource, or else by the asset manifests, in which the image has the tag that the
 * function names.
 * @param manifests paths of the asset manifests in `folder`, relative to it
 */
export async function imageAsset(
  resource: unknown,
  folder: string,
  manifests: readonly string[],
  project: TemplateProject,
): Promise<ImageAsset | undefined> {
  const metadata = valueAt(resource, 'Metadata')
  const path = textAt(metadata, 'aws:asset:path')
  if (path !== undefined) {
    return {
      folder: joinPath(folder, path),
      dockerfile: textAt(metadata, 'aws:asset:dockerfile-path') ?? 'Dockerfile',
      ...present('target', textAt(metadata, 'aws:asset:docker-build-target')),
      ...present('arguments', textsAt(metadata, 'aws:asset:docker-build-args')),
    }
  }
  const uri = JSON.stringify(valueAt(resource, 'Properties', 'Code') ?? '')
  for (const manifest of manifests) {
    const images = valueAt(plainJson((await project.text(joinPath(folder, manifest))) ?? ''), 'dockerImages') ?? {}
    const source = Object.entries(images).find(([tag]) => uri.includes(tag))?.[1]
    const directory = textAt(source, 'source', 'directory')
    if (directory === undefined) continue
    return {
      folder: joinPath(folder, directory),
      dockerfile: textAt(source, 'source', 'dockerFile') ?? 'Dockerfile',
      ...present('target', textAt(source, 'source', 'dockerBuildTarget')),
      ...present('arguments', textsAt(source, 'source', 'dockerBuildArgs')),
    }
  }
  return undefined
}

/** With the folder of the project that the asset is a copy of: the one with the same Dockerfile, or the same handler. */
export async function withOriginal(
  definition: FunctionDefinition,
  { folder, dockerfile, target, arguments: given }: ImageAsset,
  project: TemplateProject,
): Promise<FunctionDefinition> {
  const settings = { ...definition.image, ...present('target', target), ...present('arguments', given) }
  const path = joinPath(folder, dockerfile)
  const text = await project.text(path)
  const original = text === undefined ? undefined : await originalOf(joinPath(dockerfile), text, project)
  if (original !== undefined) {
    const image = { ...settings, context: original, dockerfile: joinPath(original, dockerfile) }
    return { ...definition, image }
  }
  const image = { ...settings, context: folder, dockerfile: path }
  const { definition: read } = await readImage({ ...definition, image }, { ...project, hasFolder: () => false })
  const { imageSources = [], ...known } = read
  for (const { codeFolder, handler } of imageSources) {
    const source = await assetSource(codeFolder, handler, project)
    if (source) return { ...known, ...source }
  }
  return { ...known, reason: known.reason ?? `Of which folder of the project its image is built could not be told.` }
}
