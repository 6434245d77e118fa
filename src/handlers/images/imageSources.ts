import { posix } from 'node:path'
import { pythonParts } from '../runtimes/resolvePython.ts'
import { scriptParts } from '../runtimes/resolveScript.ts'
import { joinPath } from '../sourceFiles.ts'
import { type BuildContext, copiedFrom } from './copiedFrom.ts'
import type { ImageSource } from './imageSettings.ts'
import { type ImageStage, taskRoot } from './imageStage.ts'

const most = 20

/** Where the file of a handler may stand in the project, the likeliest first: what the image has a copy of. */
export function imageSources(
  stage: ImageStage,
  workingFolder: string | undefined,
  handler: string,
  runtime: string | undefined,
  context: BuildContext,
): readonly ImageSource[] {
  const roots = new Set([
    posix.resolve(stage.workingFolder, workingFolder ?? ''),
    stage.environment.get('LAMBDA_TASK_ROOT') ?? taskRoot,
  ])
  const found = modulesOf(handler, runtime).flatMap(({ module, exportName }) =>
    [...roots]
      .flatMap(root => copiedFrom(stage, posix.join(root, module), context))
      .map(original => placeOf(original.module, module, handler, exportName)),
  )
  const all = [...found, { codeFolder: context.folder, handler }].slice(0, most)
  return [...new Map(all.map(place => [`${place.codeFolder}#${place.handler}`, place])).values()]
}

interface HandlerParts {
  readonly module: string
  readonly exportName: string
}

/** Python writes dots for folders; where the runtime is not known it may be either. */
function modulesOf(handler: string, runtime: string | undefined): readonly HandlerParts[] {
  const script = runtime?.startsWith('python') ? undefined : scriptParts(handler)
  const python = runtime?.startsWith('nodejs') ? undefined : pythonParts(handler)
  return [script, python].flatMap(parts => parts ?? [])
}

/** @param original path of the module in the project, which need not end as it does in the image */
function placeOf(original: string, module: string, handler: string, exportName: string): ImageSource {
  if (`/${original}`.endsWith(`/${module}`)) {
    return { codeFolder: joinPath(original.slice(0, -module.length).replace(/\/$/, '')), handler }
  }
  return { codeFolder: joinPath(posix.dirname(original)), handler: `${posix.basename(original)}.${exportName}` }
}
