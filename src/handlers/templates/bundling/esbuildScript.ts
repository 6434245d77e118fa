import { posix } from 'node:path'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { moduleStatements } from '../../javascript/moduleBindings.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { descendants, type ScopedNode, SourceScope } from '../cdk/sourceScope.ts'
import { unwrapped } from '../cdk/sourceValue.ts'
import { commonJsExport } from '../serverless/scriptShape.ts'
import { joinPath } from '../../sourceFiles.ts'
import { type Bundling, texts } from './bundling.ts'
import { plainOptions } from './plainOptions.ts'
import { relativeOptions } from './relativeOptions.ts'

/**
 * What a script that calls esbuild, or exports options for it, says of a handler: static objects only. Undefined where it
 * says nothing, or names other entries. Loads the parser.
 * @param file path of the script, relative to the indexed folder
 * @param entry path of the handler's file, likewise
 * @throws LensError `source-not-readable`
 */
export function esbuildScript(text: string, file: string, entry: string): Bundling | undefined {
  const { ast } = parse(text, { file })
  const scope = new SourceScope(file, text, ast)
  const builds = descendants(ast).flatMap(node => buildCall(node, scope) ?? [])
  const exported = exportedOptions(ast, scope)
  for (const start of [...builds, ...(exported ? [exported] : [])]) {
    const { options, unread } = plainOptions(start.node, start.scope)
    const folder = workingFolder(options['entryPoints'], entry, posix.dirname(file))
    if (folder === undefined) continue
    const missing = unread.filter(name => !/^(entryPoints|outdir|outfile)$/.test(name))
    return {
      from: file,
      options: relativeOptions(options, folder),
      ...(missing.length > 0 && { unread: missing }),
    }
  }
  return undefined
}

/** Cheap test whether a text may be such a script, before it is parsed. */
export function mayCallEsbuild(text: string): boolean {
  return /\besbuild\b/.test(text) && /\b(build|buildSync|context)\s*\(|\bexport\b|\bmodule\.exports\b/.test(text)
}

function buildCall(node: TSESTree.Node, scope: SourceScope): ScopedNode | undefined {
  if (node.type !== 'CallExpression' || !node.arguments[0]) return
  const name = scope.importedName(node.callee) ?? ''
  const written = scope.text.slice(...node.callee.range).replace(/\s/g, '')
  const isBuild =
    /^esbuild\.(build|buildSync|context)$/.test(name) ||
    /^require\((['"])esbuild\1\)\.(build|buildSync|context)$/.test(written)
  return isBuild ? { node: node.arguments[0], scope } : undefined
}

/** The default export, or what CommonJS exports: an object, or what a function returns at once. */
function exportedOptions(program: TSESTree.Program, scope: SourceScope): ScopedNode | undefined {
  const statements = [...moduleStatements(program.body)]
  const start = statements.map(exportedBy).findLast(node => node !== undefined)
  if (!start) return
  const { node } = unwrapped(start, scope)
  if (node.type === 'ObjectExpression') return { node, scope }
  const body = 'body' in node && node.body && typeof node.body === 'object' ? node.body : undefined
  if (!body || Array.isArray(body)) return
  if (body.type === 'ObjectExpression') return { node: body, scope }
  const [only] = body.type === 'BlockStatement' ? body.body.filter(({ type }) => type === 'ReturnStatement') : []
  return only?.type === 'ReturnStatement' && only.argument ? { node: only.argument, scope } : undefined
}

function exportedBy(statement: TSESTree.ProgramStatement): TSESTree.Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return
  const { left, right } = statement.expression
  return commonJsExport(left) === 'default' ? right : undefined
}

/**
 * The folder that the script runs in, by which its entries name the handler: its own or one above. Undefined where they
 * name others. Entries that are not known may be any.
 */
function workingFolder(entryPoints: unknown, entry: string, scriptFolder: string): string | undefined {
  const own = joinPath(scriptFolder)
  const points = entriesIn(entryPoints)
  if (points.length === 0) return own
  const parts = own === '' ? [] : own.split('/')
  const folders = [own, ...parts.map((_, index) => parts.slice(0, -1 - index).join('/'))]
  return folders.find(folder => points.some(point => isNamedBy(joinPath(folder, point), entry)))
}

function entriesIn(entryPoints: unknown): readonly string[] {
  if (Array.isArray(entryPoints)) {
    return entryPoints.flatMap(one =>
      typeof one === 'object' && one !== null && 'in' in one ? texts(one.in) : texts(one),
    )
  }
  return typeof entryPoints === 'object' && entryPoints !== null ? Object.values(entryPoints).flatMap(texts) : []
}

/** Entries may do without extension, and have `*` and `**`. */
function isNamedBy(point: string, entry: string): boolean {
  const pattern = point
    .replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
    .replace(/\*+(\/)?/g, (stars, slash: string | undefined) =>
      stars.startsWith('**') ? '.*' : slash === undefined ? '[^/]*' : '[^/]*/',
    )
  return new RegExp(`^${pattern}(\\.\\w+)?$`).test(entry)
}
