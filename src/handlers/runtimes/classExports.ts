import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { blankText } from './blankText.ts'

export type ClassLanguage = 'java' | 'kotlin' | 'csharp'

const methods: Readonly<Record<ClassLanguage, RegExp>> = {
  java: /[\w>\].?]\s+(?<name>\w+)\s*\([^(){};]*(?:\([^()]*\)[^(){};]*)*\)\s*(?:throws\s[\w.,\s]+)?\{/g,
  kotlin: /\bfun\s+(?:<[^>]*>\s*)?(?:[\w.]+\.)?(?<name>\w+)\s*\(/g,
  csharp:
    /[\w>\].?]\s+(?<name>\w+)\s*(?:<[^>()]*>)?\s*\([^(){};]*(?:\([^()]*\)[^(){};]*)*\)\s*(?:where\s[^{;]+)?(?:\{|=>)/g,
}

const noMethods = /^(if|for|foreach|while|switch|catch|lock|using|fixed|synchronized|return|new|throw|await|when|else)$/

/**
 * Methods of a Java, Kotlin or C# file by text search: `Class::method`, of the class that is named like the file also
 * `method` alone; and the classes themselves, for handlers that are inherited. Nested classes go by their own name.
 */
export function classExports(file: string, text: string, language: ClassLanguage): readonly ExportedFunction[] {
  const code = blankText(text, 'braces')
  const lines = new LineTable(text)
  const classes = classesIn(code)
  const fileName = /([^/]+)\.\w+$/.exec(file)?.[1]
  const exported = (exportName: string, start: number, length: number, reason?: string): ExportedFunction => ({
    exportName,
    span: { start, end: start + length },
    line: lines.lineAt(start),
    likely: false,
    ...(reason !== undefined && { reason }),
  })
  const found = [...code.matchAll(methods[language])].flatMap(match => {
    const name = match.groups?.['name'] ?? ''
    if (noMethods.test(name) || noMethods.test(/(\w+)\s+\w+\s*\($/.exec(upToBracket(match[0]))?.[1] ?? '')) return []
    const start = match.index + match[0].lastIndexOf(name, match[0].indexOf('('))
    const owner = classes.findLast(one => one.start < start && start < one.end)
    // Functions outside of a class stand in one that Kotlin names after the file.
    const className = owner?.name ?? `${fileName}Kt`
    const isMain = owner === undefined || owner.name === fileName
    return [`${className}::${name}`, ...(isMain ? [name] : [])].map(one => exported(one, start, name.length))
  })
  const inherited = 'the method that Lambda calls is inherited'
  return [
    ...found,
    ...classes.map(({ name, nameAt }) => exported(name, nameAt, name.length, inherited)),
    ...(language === 'csharp' ? startedProgram(code, exported) : []),
  ]
}

/** A program that starts the runtime itself: its handler string is the name of the assembly. */
function startedProgram(
  code: string,
  exported: (name: string, start: number, length: number) => ExportedFunction,
): readonly ExportedFunction[] {
  const match = /\bLambdaBootstrapBuilder\s*\.\s*Create\b|\bAddAWSLambdaHosting\b|\bnew\s+LambdaBootstrap\b/.exec(code)
  return match ? [exported('main', match.index, match[0].length)] : []
}

function upToBracket(text: string): string {
  return text.slice(0, text.indexOf('(') + 1)
}

interface Class {
  readonly name: string
  readonly nameAt: number
  readonly start: number
  readonly end: number
}

/** In the order of the text, so that of several around a place the last is the innermost. */
function classesIn(code: string): readonly Class[] {
  const declaration = /\b(?:class|object|record|struct|interface)\s+(?:class\s+|struct\s+)?(?<name>\w+)/g
  return [...code.matchAll(declaration)].flatMap(match => {
    const name = match.groups?.['name'] ?? ''
    const nameAt = match.index + match[0].length - name.length
    const open = bodyOf(code, nameAt + name.length)
    return [{ name, nameAt, start: open, end: open === -1 ? -1 : endOfBlock(code, open) }]
  })
}

/** Offset of the body's bracket; -1 for a class without one, such as a record or a data class. */
function bodyOf(code: string, from: number): number {
  let depth = 0
  for (let at = from; at < code.length; at++) {
    const character = code[at]
    if (character === '(') depth++
    else if (character === ')') depth--
    else if (depth === 0 && character === '{') return at
    else if (depth === 0 && (character === ';' || character === '}')) return -1
  }
  return -1
}

function endOfBlock(code: string, open: number): number {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === '{') depth++
    else if (code[at] === '}' && --depth === 0) return at
  }
  return code.length
}
