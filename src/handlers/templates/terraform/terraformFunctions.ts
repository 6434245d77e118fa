import { posix } from 'node:path'
import type { Plain } from '../templateNode.ts'

/** A list where it is one. Null is not set, undefined not known. */
export type Argument = Plain | null | undefined | readonly (Plain | null | undefined)[]

/** Those functions of Terraform that make names and paths, and few others. */
export function called(name: string, [first, second, ...rest]: readonly Argument[]): Plain | null | undefined {
  if (name === 'join' && Array.isArray(second)) {
    return second.every(part => typeof part === 'string') ? second.join(String(first)) : undefined
  }
  if (name === 'coalesce') {
    const all = [first, second, ...rest]
    const known = all.findIndex(argument => argument !== null && argument !== '')
    const chosen = all[known]
    return typeof chosen === 'object' ? undefined : chosen
  }
  if (name === 'max' || name === 'min') {
    const numbers = [first, second, ...rest].filter(argument => argument !== undefined)
    return numbers.every(argument => typeof argument === 'number') && numbers.length > 0 && first !== undefined
      ? Math[name](...numbers)
      : undefined
  }
  if (name === 'format' && typeof first === 'string') return formatted(first, [second, ...rest])
  if (typeof first !== 'string') return
  switch (name) {
    case 'lower':
      return first.toLowerCase()
    case 'upper':
      return first.toUpperCase()
    case 'title':
      return first.replace(/\b\p{Ll}/gu, letter => letter.toUpperCase())
    case 'trimspace':
      return first.trim()
    case 'basename':
      return posix.basename(first)
    case 'dirname':
      return posix.dirname(first)
    case 'abspath':
    case 'pathexpand':
      return first
    case 'replace':
      return typeof second === 'string' && typeof rest[0] === 'string' && !/^\/.*\/$/.test(second)
        ? first.replaceAll(second, rest[0])
        : undefined
    default:
      return
  }
}

function formatted(pattern: string, values: readonly Argument[]): string | undefined {
  let next = 0
  let known = true
  const text = pattern.replace(/%(?:%|[sdv]|[^%])/g, verb => {
    if (verb === '%%') return '%'
    const value = values[next++]
    if (!/%[sdv]/.test(verb) || value === undefined || value === null || typeof value === 'object') known = false
    return String(value)
  })
  return known ? text : undefined
}
