import type { ExportedFunction } from './exportedFunction.ts'
import type { FoundExport } from './exportFinder.ts'
import type { DefinitionKey, Handler } from './handler.ts'
import { present } from './present.ts'
import { languageOf } from './sourceFiles.ts'

/** A handler that definitions name. */
export function certainHandler(
  file: string,
  exportName: string,
  { exported, origin }: FoundExport,
  definitions: readonly DefinitionKey[],
): Handler {
  const [definition, ...others] = definitions.map(({ template, logicalId }) => ({ template, logicalId }))
  const { reason, ...known } = described(file, exportName, exported)
  return {
    ...known,
    ...present('reason', origin ? undefined : (reason ?? unfoundReason(exported))),
    certainty: 'certain',
    ...(definition && { definition }),
    ...(others.length > 0 && { otherDefinitions: others }),
    ...(origin && {
      implementation: {
        file: origin.file,
        exportName: origin.exported.exportName,
        line: origin.exported.line,
        span: origin.exported.span,
      },
    }),
  }
}

function unfoundReason({ functionSpan, from }: ExportedFunction): string | undefined {
  return functionSpan || !from ? undefined : `it comes from “${from.specifier}”, where it was not found`
}

/** Those that name and shape speak for. */
export function likelyHandlers(file: string, all: readonly ExportedFunction[]): readonly Handler[] {
  return all
    .filter(({ likely }) => likely)
    .map(exported => ({ ...described(file, exported.exportName, exported), certainty: 'likely' }))
}

function described(file: string, exportName: string, exported: ExportedFunction): Omit<Handler, 'certainty'> {
  const { span, line, functionSpan, reason } = exported
  const language = languageOf(file) ?? 'javascript'
  return {
    file,
    exportName,
    language,
    span,
    line,
    ...(functionSpan && { functionSpan }),
    ...(reason !== undefined && { reason }),
  }
}
