import { jsonFilter } from './jsonFilter.ts'
import { ServiceError } from './serviceError.ts'

export type MessageFilter = (message: string) => boolean

/**
 * Reads a filter pattern of CloudWatch Logs: terms that all must occur (`ERROR "time out"`), of which one must
 * (`?ERROR ?WARN`), that must not (`-DEBUG`), or a condition on JSON (`{ $.level = "ERROR" }`). Throws
 * InvalidParameterException for others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): MessageFilter {
  const text = pattern.trim()
  if (text.startsWith('{') && text.endsWith('}')) return jsonFilter(text.slice(1, -1))
  const terms: Record<'all' | 'any' | 'none', string[]> = { all: [], any: [], none: [] }
  const rest = text.replace(
    /([?-]?)(?:"([^"]*)"|([\w.:@/-]+))(?=\s|$)/g,
    (_, sign: string, quoted?: string, word?: string) => {
      terms[sign === '?' ? 'any' : sign === '-' ? 'none' : 'all'].push(quoted ?? word ?? '')
      return ''
    },
  )
  if (rest.trim() !== '') throw invalidPattern(pattern)
  if (terms.any.length > 0 && terms.all.length + terms.none.length > 0)
    throw invalidPattern(`${pattern}: terms with ? stand alone`)
  return message =>
    terms.all.every(term => message.includes(term)) &&
    !terms.none.some(term => message.includes(term)) &&
    (terms.any.length === 0 || terms.any.some(term => message.includes(term)))
}

export function invalidPattern(pattern: string): ServiceError {
  return new ServiceError(
    'InvalidParameterException',
    `Invalid filter pattern, or one the lab does not know: ${pattern}`,
  )
}
