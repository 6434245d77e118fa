import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'

/** Settings of a client as v3 takes them. */
export interface V3Settings {
  /** Source text of each. */
  readonly properties: readonly string[]
}

/** Settings of v2 in v3's words; or the one that has none there. */
export function v3Settings(
  [first, ...others]: readonly TSESTree.CallExpressionArgument[],
  code: SourceCode,
): V3Settings | { readonly why: string } {
  if (!first) return { properties: [] }
  if (first.type !== 'ObjectExpression' || others.length > 0) {
    return { why: 'A client’s settings are not written where it is made.' }
  }
  const properties: string[] = []
  for (const property of first.properties) {
    const text = property.type === 'Property' ? translated(property, code) : undefined
    if (text === undefined)
      return { why: `v3 has no setting such as “${code.getText(property)}”, or has it in another shape.` }
    if (text !== '') properties.push(text)
  }
  return { properties }
}

function translated(property: TSESTree.Property, code: SourceCode): string | undefined {
  const { value } = property
  const name = staticName(property.key, property.computed)
  switch (name) {
    case 'region':
      return code.getText(property)
    case 'apiVersion':
      // v3 knows one version of each service.
      return ''
    case 's3ForcePathStyle':
      return `forcePathStyle: ${code.getText(value)}`
    case 'maxRetries':
      // v3 counts the first attempt as well.
      return value.type === 'Literal' && typeof value.value === 'number' ? `maxAttempts: ${value.value + 1}` : undefined
    case 'endpoint':
      // v3 wants the scheme.
      return value.type === 'Literal' && /^https?:/.test(String(value.value)) ? code.getText(property) : undefined
    default:
      return
  }
}
