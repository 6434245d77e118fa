import { posix } from 'node:path'
import type { LineTable } from '#syntax/lineTable.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { type GivenValue, resolveValue } from './resolveValue.ts'

/** A stack that a template deploys as a part of its own, from another template of the project. */
export interface NestedTemplate {
  /** In the template around. */
  readonly logicalId: string
  readonly line: number
  /** Path relative to the indexed folder. */
  readonly template: string
  /** What the nested template's parameters are. */
  readonly parameters: Readonly<Record<string, GivenValue>>
}

const locationOf: Readonly<Record<string, string>> = {
  'AWS::Serverless::Application': 'Location',
  'AWS::CloudFormation::Stack': 'TemplateURL',
}

/** The nested templates that lie in the project; those of the application repository, S3 and the web are left out. */
export function nestedTemplates(root: TemplateNode, template: string, lines: LineTable): readonly NestedTemplate[] {
  return entriesOf(valueAt(root, 'Resources')).flatMap(({ key, keySpan, value }) => {
    const type = resolveValue(valueAt(value, 'Type'), root)?.value
    const property = typeof type === 'string' ? locationOf[type] : undefined
    const location = property && resolveValue(valueAt(value, 'Properties', property), root)?.value
    if (typeof location !== 'string' || /^[a-z][\w+.-]*:/i.test(location) || posix.isAbsolute(location)) return []
    const path = posix.join(posix.dirname(template), location.replaceAll('\\', '/'))
    if (path.startsWith('..') || path === template) return []
    const given = entriesOf(valueAt(value, 'Properties', 'Parameters')).map(
      parameter => [parameter.key, givenValue(parameter.value, root, template)] as const,
    )
    return [
      { logicalId: key, line: lines.lineAt(keySpan.start), template: path, parameters: Object.fromEntries(given) },
    ]
  })
}

function givenValue(node: TemplateNode, root: TemplateNode, template: string): GivenValue {
  const resolved = resolveValue(node, root)
  if (!resolved) return null
  const { value, span, file = template } = resolved
  return span ? { value, span, file } : { value }
}
