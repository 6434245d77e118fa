import type { FunctionDefinition, TemplateKind } from './handler.ts'

/** What each framework deploys when its template does not say (November 2026; absent: not known for all of its kind). */
const defaults: Partial<Record<TemplateKind, { readonly memoryMb: number; readonly timeoutSeconds: number }>> = {
  sam: { memoryMb: 128, timeoutSeconds: 3 },
  cloudformation: { memoryMb: 128, timeoutSeconds: 3 },
  cdk: { memoryMb: 128, timeoutSeconds: 3 },
  terraform: { memoryMb: 128, timeoutSeconds: 3 },
  serverless: { memoryMb: 1024, timeoutSeconds: 6 },
}

/** The memory that a deployment of the template gives; undefined when that is decided only at deployment. */
export function effectiveMemoryMb(definition: FunctionDefinition): number | undefined {
  if (definition.unresolved.includes('memory')) return
  return definition.memoryMb ?? defaults[definition.kind]?.memoryMb
}

/** The timeout that a deployment of the template gives; undefined when that is decided only at deployment. */
export function effectiveTimeoutSeconds(definition: FunctionDefinition): number | undefined {
  if (definition.unresolved.includes('timeout')) return
  return definition.timeoutSeconds ?? defaults[definition.kind]?.timeoutSeconds
}
