import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { rootOf, wrapped } from '../analysis/members.ts'
import { makesPath } from './packagedFile.ts'

/** Something that costs time to build, and is the same as often as it is built. */
export interface BuiltValue {
  readonly kind: 'schema' | 'template' | 'verifier' | 'file'
  /** All of the expression that can be built once. */
  readonly node: TSESTree.Node
  /** It is an object that calls could change, and not a function, a text, or a schema that stays as it is. */
  readonly isMutable: boolean
  readonly isPure: (call: TSESTree.NewExpression | TSESTree.CallExpression) => boolean
}

interface Builder {
  readonly kind: BuiltValue['kind']
  readonly module: RegExp
  readonly path: RegExp
}

const builders: readonly Builder[] = [
  {
    kind: 'schema',
    module: /^(zod|zod\/v[34]|joi|@hapi\/joi|yup|valibot|superstruct)$/,
    path: /(^|\.)(object|strictObject|looseObject|array|record|union|discriminatedUnion|variant|tuple)$/,
  },
  { kind: 'template', module: /^handlebars(\/\w+)*$/, path: /^compile$/ },
  { kind: 'template', module: /^ejs$/, path: /^compile$/ },
  { kind: 'template', module: /^pug$/, path: /^compile(File)?$/ },
  { kind: 'template', module: /^lodash(\/template(\.js)?)?$/, path: /^(template)?$/ },
  { kind: 'verifier', module: /^aws-jwt-verify(\/.*)?$/, path: /^(Cognito)?Jwt(Rsa)?Verifier\.create$/ },
  { kind: 'verifier', module: /^jose$/, path: /^createRemoteJWKSet$/ },
]

/** What a call builds or reads; undefined for all that is not worth keeping, and for parts of something larger. */
export function builtValue(call: TSESTree.CallExpression, code: SourceCode): BuiltValue | undefined {
  const builder = builderOf(call, code)
  if (builder) {
    const isOwn: BuiltValue['isPure'] = other => isOf(builder, other, code) || makesPath(other, code)
    const node = wholeChain(call, isOwn)
    const isInside = isPartOf(node, isOwn)
    return isInside ? undefined : { kind: builder.kind, node, isMutable: false, isPure: isOwn }
  }
  return ajvSchema(call, code) ?? readFile(call, code)
}

function builderOf({ callee }: TSESTree.CallExpression, code: SourceCode): Builder | undefined {
  const imported = importedName(callee, code)
  return (
    imported && builders.find(({ module, path }) => module.test(imported.module) && path.test(imported.path.join('.')))
  )
}

/** Whether a call is one of a builder's module: `z.string().min(1)`. */
function isOf({ module }: Builder, call: TSESTree.NewExpression | TSESTree.CallExpression, code: SourceCode): boolean {
  const imported = importedName(call.callee, code) ?? importedName(rootOf(call.callee), code)
  return imported !== undefined && module.test(imported.module)
}

/** Methods by which a schema, a template or a verifier is used. */
const using =
  /^(parse|safeParse|spa|validate|assert|isValid|cast|verify|is|create|attempt|hydrate|then|describe)([A-Z]\w*)?$/

/** `z.object({}).strict()` from `z.object({})` on, up to where it is used. */
function wholeChain(node: TSESTree.Node, isOwn: BuiltValue['isPure']): TSESTree.Node {
  const holder = wrapped(node)
  const { parent } = holder
  const call = parent?.type === 'MemberExpression' && parent.object === holder ? wrapped(parent).parent : undefined
  if (parent?.type !== 'MemberExpression' || call?.type !== 'CallExpression' || call.callee !== wrapped(parent))
    return node
  const name = staticName(parent.property, parent.computed)
  return name === undefined || using.test(name) || !isOwn(call) ? node : wholeChain(call, isOwn)
}

/** Whether a value goes into a larger one of its kind. */
function isPartOf(node: TSESTree.Node, isOwn: BuiltValue['isPure']): boolean {
  for (let below = wrapped(node), at = below.parent; at; below = at, at = at.parent) {
    if (at.type === 'CallExpression') {
      const { callee } = at
      if (callee === below && below === wrapped(node)) return false
      const method = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : undefined
      return isOwn(at) && !(method !== undefined && using.test(method))
    }
    if (!/^(ObjectExpression|Property|ArrayExpression|SpreadElement|MemberExpression)$/.test(at.type)) return false
  }
  return false
}

/** `new Ajv().compile(schema)` */
function ajvSchema(call: TSESTree.CallExpression, code: SourceCode): BuiltValue | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression' || staticName(callee.property, callee.computed) !== 'compile') return
  const { object } = callee
  if (object.type !== 'NewExpression' || !/^ajv(\/|$)/.test(importedName(object.callee, code)?.module ?? '')) return
  return { kind: 'schema', node: call, isMutable: false, isPure: other => other === call || other === object }
}

const parsers: readonly (readonly [module: RegExp, path: RegExp])[] = [
  [/^(js-yaml|yaml)$/, /^(load|parse)$/],
  [/^handlebars$/, /^compile$/],
  [/^ejs$/, /^compile$/],
  [/^lodash(\/template)?$/, /^(template)?$/],
]

/** `readFileSync('x')`, with what is made of it right there: `JSON.parse(readFileSync('x', 'utf8'))`. */
function readFile(call: TSESTree.CallExpression, code: SourceCode): BuiltValue | undefined {
  const imported = importedName(call.callee, code)
  if (imported?.module !== 'fs' || imported.path.join('.') !== 'readFileSync') return
  const whole = parsedFile(call, code)
  const isPure = (other: TSESTree.NewExpression | TSESTree.CallExpression) =>
    makesPath(other, code) || (contains(other, call) && contains(whole, other))
  return { kind: 'file', node: whole, isMutable: !isText(whole, call), isPure }
}

/** Whether it is read as text, or made a template of; bytes and what is parsed are objects. */
function isText(whole: TSESTree.CallExpression, reading: TSESTree.CallExpression): boolean {
  if (whole === reading) return reading.arguments.length > 1
  const { callee } = whole
  const name = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : 'compile'
  return name !== undefined && ['toString', 'compile', 'template'].includes(name)
}

function parsedFile(node: TSESTree.CallExpression, code: SourceCode): TSESTree.CallExpression {
  const holder = wrapped(node)
  const { parent } = holder
  if (parent?.type === 'CallExpression' && parent.arguments[0] === holder && parent.arguments.length === 1) {
    return isParser(parent, code) ? parsedFile(parent, code) : node
  }
  const call = parent?.type === 'MemberExpression' && parent.object === holder ? wrapped(parent).parent : undefined
  const isToString = parent?.type === 'MemberExpression' && staticName(parent.property, parent.computed) === 'toString'
  return isToString && call?.type === 'CallExpression' ? parsedFile(call, code) : node
}

function isParser({ callee }: TSESTree.CallExpression, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  if (imported)
    return parsers.some(([module, path]) => module.test(imported.module) && path.test(imported.path.join('.')))
  return code.getText(callee) === 'JSON.parse'
}
