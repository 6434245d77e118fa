import type { ExportedFunction } from '#handlers/exportedFunction.ts'
import { exportedFunctions } from '#handlers/javascript/exportedFunctions.ts'
import { parse } from '#syntax/javascript/parse.ts'

export function exportsOf(text: string, file = 'src/app.ts'): readonly ExportedFunction[] {
  return exportedFunctions(parse(text, { file }))
}

/** `name → working function's text`, `name ⇒ module#export` when passed on, `name ✗ reason` when given up. */
export function described(text: string): string[] {
  return exportsOf(text).map(({ exportName, functionSpan, from, reason }) => {
    if (functionSpan) return `${exportName} → ${text.slice(functionSpan.start, functionSpan.end)}`
    return from ? `${exportName} ⇒ ${from.specifier}#${from.exportName}` : `${exportName} ✗ ${reason}`
  })
}
