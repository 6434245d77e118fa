import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import type { HandlerFacts, LensSettings } from './facts.ts'

/**
 * What a project says of the functions in one of its files. `handlers` is absent while the project has no definition
 * at all: then what looks like a handler is one.
 */
export function projectFacts(
  file: string,
  project: { readonly handlers: readonly Handler[]; readonly definitions: readonly FunctionDefinition[] },
): LensSettings {
  if (project.definitions.length === 0) return {}
  const named = new Map<string, FunctionDefinition[]>()
  const add = (exportName: string, definitions: readonly FunctionDefinition[]) =>
    named.set(exportName, [...(named.get(exportName) ?? []), ...definitions])
  for (const definition of project.definitions) {
    if (definition.target?.file === file) add(definition.target.exportName, [definition])
  }
  // A file that only passes a handler on is not where rules have something to say.
  for (const { implementation, definition, otherDefinitions = [] } of project.handlers) {
    if (implementation?.file !== file) continue
    const keys = [...(definition ? [definition] : []), ...otherDefinitions]
    add(
      implementation.exportName,
      project.definitions.filter(one =>
        keys.some(({ template, logicalId }) => one.template === template && one.logicalId === logicalId),
      ),
    )
  }
  const handlers: HandlerFacts[] = [...named].map(([exportName, definitions]) => ({ exportName, definitions }))
  return { handlers }
}
