import type { Span } from '#common/span.ts'
import type { FunctionDefinition, Handler } from './handler.ts'
import { present } from './present.ts'
import type { ProjectIndex, ProjectProblem } from './projectIndex.ts'

/** The JSON document of `lambda-lens handlers DIR`. */
export interface HandlersReport {
  readonly handlers: readonly HandlerReport[]
  readonly definitions: readonly DefinitionReport[]
  readonly problems: ProjectIndex['problems']
  readonly elapsedMs: number
}

type HandlerReport = Omit<Handler, 'exportName' | 'implementation'> & { readonly export: string } & {
  readonly implementation?: {
    readonly file: string
    readonly export: string
    readonly line: number
    readonly span: Span
  }
}

/** Environment variables may hold secrets, and so may what a bundler defines: they stay out of a report. */
type DefinitionReport = Omit<
  FunctionDefinition,
  'source' | 'target' | 'environment' | 'entryPoints' | 'bundling' | 'image' | 'imageSources'
> & {
  readonly source: { readonly file: string; readonly export?: string; readonly line: number } | null
  readonly dockerfile?: string
}

export function handlersReport(index: ProjectIndex, elapsedMs: number): HandlersReport {
  return {
    handlers: index.handlers.map(reportHandler),
    definitions: [...index.definitions.map(reportDefinition), ...index.problems.flatMap(unreadDefinitions)],
    problems: index.problems,
    elapsedMs,
  }
}

/** A framework that is not read stands for all functions that it defines. */
function unreadDefinitions({ file, reason, kind, framework }: ProjectProblem): readonly DefinitionReport[] {
  if (kind === undefined || framework === undefined) return []
  const nothing = { spans: {}, sharedSpans: {}, unresolved: [], line: 1, source: null }
  return [{ template: file, kind, functionKind: 'event', logicalId: framework, ...nothing, reason }]
}

function reportHandler({ exportName, implementation, ...handler }: Handler): HandlerReport {
  if (!implementation) return { ...handler, export: exportName }
  const { exportName: original, ...place } = implementation
  return { ...handler, export: exportName, implementation: { ...place, export: original } }
}

function reportDefinition({
  source,
  target: _,
  environment: __,
  entryPoints: ___,
  bundling: _____,
  imageSources: ____,
  image,
  ...definition
}: FunctionDefinition): DefinitionReport {
  const known = { ...definition, ...present('dockerfile', image?.dockerfile) }
  if (!source) return { ...known, source: null }
  const { exportName, ...place } = source
  return { ...known, source: { ...place, ...present('export', exportName) } }
}
