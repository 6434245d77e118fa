import { posix } from 'node:path'
import { archiveFolder } from '../archiveFolder.ts'
import { entriesOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { resolveValue } from './resolveValue.ts'

/** Where a function's code lies: a folder of the project, or the reason why there is none. */
export type CodePlace = { readonly folder: string } | { readonly reason: string; readonly archive?: string }

export interface CodeQuestion {
  /** Value of `CodeUri` (SAM) or `Code` (CloudFormation), undefined where the template does not say. */
  readonly code: TemplateNode | undefined
  readonly properties: TemplateNode | undefined
  readonly root: TemplateNode
  /** Path of the template relative to the indexed folder. */
  readonly template: string
  readonly runtime: string | undefined
}

export function codePlace({ code, properties, root, template, runtime }: CodeQuestion): CodePlace {
  if (valueAt(properties, 'InlineCode') || valueAt(code, 'ZipFile')) {
    return { reason: 'The code stands in the template itself.' }
  }
  if (entriesOf(code).length > 0) return { reason: 'The code lies in S3, not in this folder.' }
  const path = code ? resolveValue(code, root)?.value : '.'
  if (typeof path !== 'string') return { reason: 'Where the code lies is known only when it is deployed.' }
  if (/^(s3|https?):\/\//i.test(path)) return { reason: `The code lies at ${path}, not in this folder.` }
  if (posix.isAbsolute(path)) return { reason: `The code lies at ${path}, outside of this folder.` }
  const place = posix.join(posix.dirname(template), path.replaceAll('\\', '/')).replace(/(.)\/$/, '$1')
  const folder = /\.(zip|jar|war)$/i.test(place) ? archiveFolder(place, runtime) : place
  if (folder === undefined) return { reason: `The code is the built archive ${path}.`, archive: place }
  if (folder.startsWith('..')) return { reason: `The code lies at ${folder}, outside of this folder.` }
  return { folder }
}
