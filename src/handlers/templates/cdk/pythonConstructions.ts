import type { SyntaxNode } from '@lezer/common'
import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import { parse } from '#syntax/python/parse.ts'
import type { FunctionDefinition } from '../../handler.ts'
import { present } from '../../present.ts'
import { type AppPlace, type ConstructCode, containerImage, decidedLater, pathCode } from './constructCode.ts'
import { type ConstructId, exactly, type FunctionClass, functionClasses, quoted } from './constructions.ts'
import type { WrittenFunction } from './constructMatch.ts'
import { type PythonArguments, PythonScope } from './pythonScope.ts'
import { type Plain, text, wholeNumber } from './sourceValue.ts'

/** The functions that a Python file of a CDK app constructs. Broken text gives what could be read. */
export function pythonConstructions(
  file: string,
  source: string,
  app: AppPlace,
): {
  readonly functions: readonly WrittenFunction[]
  readonly idsOfClasses: ReadonlyMap<string, readonly ConstructId[]>
} {
  const { tree } = parse(source, { file })
  const scope = new PythonScope(file, source, tree)
  const lines = new LineTable(source)
  const functions: WrittenFunction[] = []
  const idsOfClasses = new Map<string, ConstructId[]>()
  tree.iterate({
    enter: ({ node }) => {
      const callee = node.name === 'CallExpression' ? node.firstChild : null
      if (!callee) return
      const given = scope.argumentsOf(node)
      const second = given.named.get('id') ?? given.positional[1]
      if (!second) return
      const functionClass = functionClasses[scope.importedName(callee) ?? '']
      const id = constructId(second, scope)
      if (functionClass) {
        const definition = definitionOf({ functionClass, node, given, id, scope }, app, lines)
        functions.push({ definition, id, className: classAround(node, scope) })
      } else {
        const made = scope.textOf(callee).replace(/^.*\./s, '')
        idsOfClasses.set(made, [...(idsOfClasses.get(made) ?? []), id])
      }
    },
  })
  return { functions, idsOfClasses }
}

interface PythonConstruction {
  readonly functionClass: FunctionClass
  readonly node: SyntaxNode
  readonly given: PythonArguments
  readonly id: ConstructId
  readonly scope: PythonScope
}

function definitionOf(construction: PythonConstruction, app: AppPlace, lines: LineTable): FunctionDefinition {
  const { node, given, id, scope } = construction
  const spans: Record<string, Span> = {}
  const sharedSpans: Record<string, Span> = {}
  const unresolved: string[] = []
  const list = node.getChild('ArgList')
  if (list) spans['properties'] = { start: list.from, end: list.to }
  const plain = (name: string, key: string): Plain | undefined => {
    const argument = given.named.get(key)
    if (!argument) {
      if (given.isOpen) unresolved.push(name)
      return
    }
    const found = scope.valueOf(argument)
    if (!found) unresolved.push(name)
    else if (found.span) (found.isShared ? sharedSpans : spans)[name] = found.span
    return found?.value
  }
  const architecture = plain('architecture', 'architecture')
  const runtime = text(plain('runtime', 'runtime'))
  const handler = text(plain('handler', 'handler'))
  return {
    template: scope.file,
    logicalId: id.text,
    kind: 'cdk',
    functionKind: given.named.has('durable_config') ? 'durable' : 'event',
    line: lines.lineAt(node.from),
    ...codeOf(construction, handler, app),
    ...present('runtime', runtime),
    ...present('memoryMb', wholeNumber(plain('memory', 'memory_size'))),
    ...present('timeoutSeconds', wholeNumber(plain('timeout', 'timeout'))),
    ...present('functionName', text(plain('functionName', 'function_name'))),
    ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
    environment: environment(given.named.get('environment'), scope),
    spans,
    sharedSpans,
    unresolved,
    source: null,
  }
}

function codeOf(
  { functionClass, given, scope }: PythonConstruction,
  handler: string | undefined,
  app: AppPlace,
): ConstructCode {
  const path = (node: SyntaxNode | undefined) => pathCode(node && scope.valueOf(node)?.value, app)
  if (functionClass === 'image') return { imageUri: '', reason: containerImage }
  if (functionClass === 'python') {
    const index = given.named.get('index')
    const module = index ? scope.valueOf(index)?.value : 'index.py'
    const place = path(given.named.get('entry'))
    if (typeof module !== 'string') return place
    return { ...place, handler: `${module.replace(/\.py$/, '').replaceAll('/', '.')}.${handler ?? 'handler'}` }
  }
  const said = present('handler', handler)
  const code = given.named.get('code')
  const call = code && scope.unwrapped(code).node
  const callee = call?.name === 'CallExpression' ? call.firstChild : null
  if (functionClass !== 'asset' || !call || !callee) return { ...said, reason: decidedLater }
  const name = scope.importedName(callee) ?? ''
  const asset = scope.argumentsOf(call)
  if (/\.(from_asset|asset|AssetCode)$/.test(name))
    return { ...said, ...path(asset.named.get('path') ?? asset.positional[0]) }
  if (/\.(from_inline|inline|InlineCode)$/.test(name)) {
    return { ...said, reason: 'The code stands in the source of the stack itself.' }
  }
  if (/\.(from_bucket|bucket|S3Code)$/.test(name))
    return { ...said, reason: 'The code lies in S3, not in this folder.' }
  if (/\.from_(asset|ecr)_image$/.test(name)) return { imageUri: '', reason: containerImage }
  return { ...said, reason: decidedLater }
}

function environment(node: SyntaxNode | undefined, scope: PythonScope): Record<string, string> {
  const object = node && scope.unwrapped(node).node
  if (object?.name !== 'DictionaryExpression') return {}
  const known: [string, string][] = []
  for (let key = object.firstChild; key; key = key.nextSibling) {
    if (key.nextSibling?.name !== ':') continue
    const value = key.nextSibling.nextSibling
    const [name, said] = [scope.valueOf(key)?.value, value ? scope.valueOf(value)?.value : undefined]
    if (name !== undefined && said !== undefined) known.push([String(name), String(said)])
  }
  return Object.fromEntries(known)
}

function constructId(node: SyntaxNode, scope: PythonScope): ConstructId {
  const value = scope.valueOf(node)?.value
  const said = value === undefined ? scope.textOf(node) : String(value)
  if (value !== undefined) return { text: said, pattern: exactly(quoted(said)) }
  const [, content] = /^[fF]["']([^]*)["']$/.exec(said) ?? []
  const literal = content?.replace(/\{[^}]*\}/g, '') ?? ''
  const parts = content?.split(/\{[^}]*\}/).map(quoted)
  return { text: content ?? said, pattern: literal.length >= 3 && parts ? exactly(parts.join('.+')) : undefined }
}

function classAround(node: SyntaxNode, scope: PythonScope): string | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const name = at.name === 'ClassDefinition' ? at.getChild('VariableName') : null
    if (name) return scope.textOf(name)
  }
  return
}
