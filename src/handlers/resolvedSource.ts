import type { FunctionDefinition } from './handler.ts'
import type { ProjectSources } from './projectSources.ts'

/** Where a handler string points to, or why it points nowhere. */
export type ResolvedSource =
  | {
      readonly file: string
      readonly exportName: string
      /** Where it is another than that of the definition. */
      readonly codeFolder?: string
    }
  | { readonly reason: string }

/** What decides about the source of a function. */
export type SourceQuestion = Pick<
  FunctionDefinition,
  | 'logicalId'
  | 'handler'
  | 'runtime'
  | 'codeFolder'
  | 'entryPoints'
  | 'environment'
  | 'buildMethod'
  | 'buildTarget'
  | 'image'
  | 'imageSources'
>

/** A project as the rules of the runtimes see it. */
export type SourceProject = Pick<ProjectSources, 'tree' | 'derived' | 'exportsOf'>

export function notOfForm(handler: string, form: string): ResolvedSource {
  return { reason: `The handler “${handler}” is not of the form ${form}.` }
}
