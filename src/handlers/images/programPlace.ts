import { posix } from 'node:path'
import type { FunctionDefinition } from '../handler.ts'
import { goPackage } from '../runtimes/makefile.ts'
import { joinPath } from '../sourceFiles.ts'
import { type BuildContext, copiedFrom } from './copiedFrom.ts'
import type { ImageStage } from './imageStage.ts'

/** Where the source of an image's program is, as far as the Dockerfile tells of what it is built. */
export function programPlace(
  program: string,
  runtime = 'provided.al2023',
  stage: ImageStage,
  context: BuildContext,
): Pick<FunctionDefinition, 'handler' | 'runtime' | 'codeFolder' | 'buildTarget'> {
  const handler = posix.basename(program)
  const crate = stage.copies
    .flatMap(({ sources }) => sources)
    .map(source => /\/(?:release|debug|lambda)\/(?<crate>[\w-]+)(?:\/bootstrap)?$/.exec(source)?.groups?.['crate'])
    .find(name => name !== undefined)
  return {
    handler,
    runtime,
    codeFolder: goFolder(handler, stage, context) ?? context.folder,
    ...(crate !== undefined && { buildTarget: crate }),
  }
}

/** Of several builds the one whose output is called like the program. */
function goFolder(program: string, last: ImageStage, context: BuildContext): string | undefined {
  const builds = [...last.earlier, last].flatMap(stage =>
    stage.runs.flatMap(({ command, folder }) => {
      const path = goPackage(command)
      return path === undefined ? [] : [{ stage, command, path: posix.resolve(folder, path) }]
    }),
  )
  const named = builds.filter(({ command }) => new RegExp(`\\s-o[ =]\\S*\\b${program}\\s`).test(command))
  const [build] = named.length > 0 ? named : builds
  if (!build) return
  const { stage, path } = build
  const [original] = copiedFrom(
    stage,
    path.endsWith('.go') ? path.replace(/\.go$/, '') : posix.join(path, 'main'),
    context,
  )
  return original && joinPath(posix.dirname(original.module))
}
