import { posix } from 'node:path'
import type { FunctionDefinition } from '../handler.ts'
import { joinPath } from '../sourceFiles.ts'
import { wrappedHandler } from '../wrappedHandler.ts'
import type { BuildContext } from './copiedFrom.ts'
import { imageStart } from './imageHandler.ts'
import type { ImageSettings } from './imageSettings.ts'
import { imageSources } from './imageSources.ts'
import { type ImageStage, imageStages } from './imageStage.ts'
import { programPlace } from './programPlace.ts'
import { readDockerfile } from './readDockerfile.ts'

export interface ImageProject {
  /** Undefined for a file that cannot be read. */
  text(file: string): Promise<string | undefined>
  /** Whether the project has files below a folder. */
  hasFolder(path: string): boolean
}

export interface ReadImage {
  readonly definition: FunctionDefinition
  /** What is wrong with the Dockerfile, although it could be read. */
  readonly problem?: { readonly file: string; readonly reason: string }
}

/**
 * Adds to a container image's definition what its Dockerfile says: handler, runtime, and where the code may stand; else
 * the reason why it does not. Other definitions stay as they are.
 */
export async function readImage(definition: FunctionDefinition, project: ImageProject): Promise<ReadImage> {
  const { image } = definition
  if (!image || definition.reason !== undefined) return { definition }
  const { dockerfile } = image
  if (dockerfile === undefined) return { definition: { ...definition, ...unbuilt(definition, image) } }
  const text = await project.text(dockerfile)
  const stage = text === undefined ? { reason: 'does not exist' } : builtStage(text, image)
  if ('reason' in stage) {
    return {
      definition: { ...definition, reason: `It is a container image, whose Dockerfile ${dockerfile} ${stage.reason}.` },
    }
  }
  const folder = image.context ?? joinPath(posix.dirname(dockerfile))
  const facts = factsOf(definition, image, stage, { folder, hasFolder: path => project.hasFolder(path) })
  const reason = facts.reason === undefined ? commandProblem(stage, image) : undefined
  return {
    definition: { ...definition, ...facts },
    ...(reason !== undefined && { problem: { file: dockerfile, reason } }),
  }
}

type ImageFacts = Pick<
  FunctionDefinition,
  'handler' | 'runtime' | 'codeFolder' | 'imageSources' | 'buildTarget' | 'reason'
>

/** The template says how the image is started at the most. */
function unbuilt({ template }: FunctionDefinition, image: ImageSettings): ImageFacts {
  const [nothing] = imageStages(readDockerfile('FROM unknown'))
  const start = nothing && imageStart(nothing, image)
  return start && 'handler' in start
    ? { handler: start.handler, codeFolder: joinPath(posix.dirname(template)), imageSources: [] }
    : { reason: 'It is a container image, and the template names no Dockerfile in this folder that it is built of.' }
}

function builtStage(
  text: string,
  { target, arguments: given }: ImageSettings,
): ImageStage | { readonly reason: string } {
  const stages = imageStages(readDockerfile(text), given)
  const stage = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase())
  if (stage) return stage
  return { reason: stages.length === 0 ? 'names no image to start from (FROM)' : `has no stage “${target}”` }
}

function factsOf(
  { runtime: said, environment }: FunctionDefinition,
  image: ImageSettings,
  stage: ImageStage,
  context: BuildContext,
): ImageFacts {
  const start = imageStart(stage, image)
  if ('reason' in start) return { reason: start.reason }
  // Defaults for all functions of a template may name one for those that are no image.
  const runtime = stage.base.runtime ?? said
  if ('program' in start) return programPlace(start.program, runtime, stage, context)
  const variables = { ...Object.fromEntries(stage.environment), ...environment }
  const handler = wrappedHandler(start.handler, variables) ?? start.handler
  const known = { handler, ...(runtime !== undefined && { runtime }) }
  // Compiled languages are searched for by their names, wherever the build puts them.
  if (runtime !== undefined && !/^(nodejs|python|ruby)/.test(runtime)) return { ...known, codeFolder: context.folder }
  return {
    ...known,
    codeFolder: context.folder,
    imageSources: imageSources(stage, image.workingFolder, handler, runtime, context),
  }
}

function commandProblem({ command, base }: ImageStage, image: ImageSettings): string | undefined {
  if (!command || image.command || command.isList) return
  const { line, words } = command
  if (command.isBroken) return `Line ${line}: CMD is no list of JSON, so that Docker takes it for a shell command.`
  const list = `CMD [${words.map(word => `"${word}"`).join(', ')}]`
  return base.isLambda
    ? `Line ${line}: written so, CMD is run by a shell, and the image's entry point gets no handler: write ${list}.`
    : undefined
}
