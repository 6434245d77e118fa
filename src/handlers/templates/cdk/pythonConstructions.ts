import type { SyntaxNode, Tree } from '@lezer/common'
import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { Alternative, FunctionDefinition, PlacedSpan } from '../../handler.ts'
import { present } from '../../present.ts'
import type { Plain } from '../templateNode.ts'
import { type AppPlace, type ConstructCode, decidedLater, pathCode } from './constructCode.ts'
import { type ConstructId, exactly, type FunctionClass, functionClasses, quoted } from './constructions.ts'
import { connectionsOf } from './constructEvents.ts'
import { classAround, pythonCalls } from './pythonCalls.ts'
import { pythonImage } from './pythonImage.ts'
import type { WrittenFunction } from './constructMatch.ts'
import type { PythonArguments, PythonScope } from './pythonScope.ts'
import { text, wholeNumber } from './sourceValue.ts'

export interface FoundInPython {
  readonly functions: readonly WrittenFunction[]
  readonly idsOfClasses: ReadonlyMap<string, readonly ConstructId[]>
}

/** The functions that a Python file of a CDK app constructs. */
export function pythonConstructions(tree: Tree, scope: PythonScope, app: AppPlace): FoundInPython {
  const lines = new LineTable(scope.text)
  const connections = connectionsOf(pythonCalls(tree, scope), scope.file, lines)
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
        const whole = { ...definition, ...connections.get(node.from) }
        functions.push({ definition: whole, id, className: classAround(node, scope) })
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
  const sharedSpans: Record<string, PlacedSpan> = {}
  const unresolved: string[] = []
  const alternatives: Record<string, readonly Alternative[]> = {}
  const list = node.getChild('ArgList')
  if (list) spans['properties'] = { start: list.from, end: list.to }
  const noteUnresolved = (name: string, argument: SyntaxNode) => {
    unresolved.push(name)
    const branches = alternativesOf(argument, scope)
    if (branches) alternatives[name] = branches
  }
  const plain = (name: string, key: string): Plain | undefined => {
    const argument = given.named.get(key)
    if (!argument) {
      if (given.isOpen) unresolved.push(name)
      return
    }
    const found = scope.valueOf(argument)
    if (!found) noteUnresolved(name, argument)
    else if (found.place && found.place.file !== scope.file)
      sharedSpans[name] = { ...found.place.span, file: found.place.file }
    else if (found.place) (found.isShared || given.shared.has(key) ? sharedSpans : spans)[name] = found.place.span
    return found?.value
  }
  const architecture = plain('architecture', 'architecture')
  const runtime = text(plain('runtime', 'runtime'))
  const handler = text(plain('handler', 'handler'))
  return {
    template: scope.file,
    logicalId: id.text,
    kind: 'cdk',
    functionKind: 'event',
    line: lines.lineAt(node.from),
    ...codeOf(construction, handler, app),
    ...present('runtime', runtime),
    ...present('memoryMb', wholeNumber(plain('memory', 'memory_size'))),
    ...present('timeoutSeconds', wholeNumber(plain('timeout', 'timeout'))),
    ...present('functionName', text(plain('functionName', 'function_name'))),
    ...(architecture === 'arm64' || architecture === 'x86_64' ? { architecture } : {}),
    environment: scope.textsOf(given.named.get('environment')),
    spans,
    sharedSpans,
    unresolved,
    ...(Object.keys(alternatives).length > 0 && { alternatives }),
    source: null,
  }
}

function codeOf(
  { functionClass, given, scope }: PythonConstruction,
  handler: string | undefined,
  app: AppPlace,
): ConstructCode {
  const path = (node: SyntaxNode | undefined) => pathCode(node && scope.valueOf(node)?.value, app)
  if (functionClass === 'python') {
    const index = given.named.get('index')
    const module = index ? scope.valueOf(index)?.value : 'index.py'
    const place = path(given.named.get('entry'))
    if (typeof module !== 'string') return place
    return { ...place, handler: `${module.replace(/\.py$/, '').replaceAll('/', '.')}.${handler ?? 'handler'}` }
  }
  const said = present('handler', handler)
  const code = given.named.get('code')
  const { node: call, scope: home } = code ? scope.unwrapped(code) : { node: undefined, scope }
  const callee = call?.name === 'CallExpression' ? call.firstChild : null
  if (!call || !callee) {
    return functionClass === 'image' ? { imageUri: '', image: {} } : { ...said, reason: decidedLater }
  }
  const name = home.importedName(callee) ?? ''
  const asset = home.argumentsOf(call)
  if (/\.(from_asset|asset|AssetCode)$/.test(name))
    return { ...said, ...pathCode(home.textOfArgument(asset.named.get('path') ?? asset.positional[0]), app) }
  if (/\.(from_inline|inline|InlineCode)$/.test(name)) {
    return { ...said, reason: 'The code stands in the source of the stack itself.' }
  }
  if (/\.(from_bucket|bucket|S3Code)$/.test(name))
    return { ...said, reason: 'The code lies in S3, not in this folder.' }
  if (/\.from_(asset_image|image_asset|ecr_image|ecr)$/.test(name)) {
    return { imageUri: '', image: pythonImage(asset, !/ecr/.test(name), home, app) }
  }
  return { ...said, reason: decidedLater }
}

function constructId(node: SyntaxNode, scope: PythonScope): ConstructId {
  const value = scope.valueOf(node)?.value
  const said = value === undefined ? scope.textOf(node) : String(value)
  if (value !== undefined) return { text: said, pattern: exactly(quoted(said)), isKnown: true }
  const [, content] = /^[fF]["']([^]*)["']$/.exec(said) ?? []
  const literal = content?.replace(/\{[^}]*\}/g, '') ?? ''
  const parts = content?.split(/\{[^}]*\}/).map(quoted)
  return {
    text: content ?? said,
    pattern: literal.length >= 3 && parts ? exactly(parts.join('.+')) : undefined,
    isKnown: false,
  }
}

/** What a condition chooses between, where each is a literal of the same file; undefined where one is not. */
function alternativesOf(start: SyntaxNode, usedIn: PythonScope, depth = 0): readonly Alternative[] | undefined {
  const { node, scope } = usedIn.unwrapped(start)
  if (scope !== usedIn || depth > 5) return
  if (node.name === 'ConditionalExpression') {
    const branches = [node.firstChild, node.lastChild].map(branch => branch && alternativesOf(branch, scope, depth + 1))
    const known = branches.flatMap(branch => (branch ? [branch] : []))
    return known.length === branches.length ? known.flat() : undefined
  }
  const found = depth > 0 ? scope.valueOf(node) : undefined
  return found?.place?.file === scope.file ? [{ value: found.value, span: found.place.span }] : undefined
}
