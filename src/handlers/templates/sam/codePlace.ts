import { posix } from 'node:path'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { resolveValue } from './resolveValue.ts'

/** Where a function's code lies: a folder of the project, or the reason why there is none. */
export type CodePlace = { readonly folder: string } | { readonly reason: string }

/**
 * @param code value of `CodeUri` (SAM) or `Code` (CloudFormation), undefined where the template does not say
 * @param template path of the template relative to the indexed folder
 */
export function codePlace(
  code: TemplateNode | undefined,
  properties: TemplateNode | undefined,
  root: TemplateNode,
  template: string,
): CodePlace {
  if (valueAt(properties, 'InlineCode') || valueAt(code, 'ZipFile')) {
    return { reason: 'The code stands in the template itself.' }
  }
  const image = valueAt(properties, 'ImageUri') ?? valueAt(code, 'ImageUri')
  const packageType = resolveValue(valueAt(properties, 'PackageType'), root)?.value
  if (image || packageType === 'Image') {
    return { reason: 'It is a container image, whose Dockerfile names the handler; images are not read yet.' }
  }
  if (entriesOf(code).length > 0) return { reason: 'The code lies in S3, not in this folder.' }
  const path = code ? resolveValue(code, root)?.value : '.'
  if (typeof path !== 'string') return { reason: 'Where the code lies is known only when it is deployed.' }
  if (/^(s3|https?):\/\//i.test(path)) return { reason: `The code lies at ${path}, not in this folder.` }
  if (/\.(zip|jar|war)$/i.test(path)) return { reason: `The code is the built archive ${path}.` }
  if (posix.isAbsolute(path)) return { reason: `The code lies at ${path}, outside of this folder.` }
  const folder = posix.join(posix.dirname(template), path.replaceAll('\\', '/')).replace(/(.)\/$/, '$1')
  if (folder.startsWith('..')) return { reason: `The code lies at ${folder}, outside of this folder.` }
  return { folder }
}
