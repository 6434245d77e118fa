import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { functionNamed } from '../analysis/handlerCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { isWritten, wrapped } from '../analysis/members.ts'
import type { ClientKind } from './clientKinds.ts'
import { isClientMaking } from './madeClient.ts'

/** What a client's function does with it, or why that does not allow it to be shared by calls. */
export type ClientUses =
  | {
      /** Statements that close it. */
      readonly closings: readonly TSESTree.ExpressionStatement[]
      /** Statements that open it. */
      readonly openings: readonly TSESTree.ExpressionStatement[]
    }
  | { readonly why: string }

const deepest = 3

export function clientUses(client: Variable, kind: ClientKind, code: SourceCode): ClientUses {
  const search = new UseSearch(client.name, kind, code)
  const why = search.objectionTo(client, 0)
  return why === undefined ? search : { why }
}

/** The same for a client that is used right where it is made. */
export function usesInPlace(node: TSESTree.Node, name: string, kind: ClientKind, code: SourceCode): ClientUses {
  const search = new UseSearch(name, kind, code)
  const why = search.objectionToUse(node, 0)
  return why === undefined ? search : { why }
}

/** Members by which a client is set up anew, or listened to. */
const reconfiguring =
  /^(config|middlewareStack|interceptors|defaults|on|once|addListener|prependListener|use|extend|\$on|\$use|\$extends|setEndpoint|customizeRequests|setupRequestListeners|setMaxListeners|setOptions|requestTimeout|options|maxSockets|client|initRuntimeConfig)$/

/** Modules whose functions use a client that they are given for the one thing that is asked of them. */
const users: Readonly<Record<ClientKind['group'], RegExp>> = {
  sdk: /^@(aws-sdk|smithy)\//,
  'sdk-v2': /^$/,
  agent: /^(@aws-sdk\/|@smithy\/|https?$|axios$|node-fetch$|got$|undici$|aws-sdk$)/,
  http: /^$/,
  api: /^$/,
  database: /^$/,
  own: /^$/,
}

class UseSearch {
  readonly closings: TSESTree.ExpressionStatement[] = []
  readonly openings: TSESTree.ExpressionStatement[] = []
  readonly #name: string
  readonly #kind: ClientKind
  readonly #code: SourceCode

  constructor(name: string, kind: ClientKind, code: SourceCode) {
    this.#name = name
    this.#kind = kind
    this.#code = code
  }

  objectionTo({ references, defs }: Variable, depth: number): string | undefined {
    if (defs.length !== 1) return this.#reassigned()
    for (const reference of references) {
      if (reference.init) continue
      if (reference.isWrite()) return this.#reassigned()
      const why = reference.isTypeReference ? undefined : this.objectionToUse(reference.identifier, depth)
      if (why !== undefined) return why
    }
    return
  }

  objectionToUse(use: TSESTree.Node, depth: number): string | undefined {
    const node = wrapped(use)
    const { parent } = node
    switch (parent?.type) {
      case 'MemberExpression':
        return parent.object === node ? this.#objectionToMember(parent) : this.#leaves()
      case 'NewExpression':
      case 'CallExpression':
        if (parent.callee === node) return this.#kind.callable ? undefined : this.#leaves()
        return this.#objectionToCall(
          parent,
          parent.arguments.findIndex(argument => argument === node),
          depth,
        )
      case 'Property': {
        const holder = parent.parent.type === 'ObjectExpression' ? parent.parent : undefined
        const call = holder && wrapped(holder).parent
        const isArgument = call?.type === 'NewExpression' || call?.type === 'CallExpression'
        return parent.value === node && isArgument ? this.#objectionToCall(call, -1, depth) : this.#leaves()
      }
      case 'ExpressionStatement':
      case 'IfStatement':
      case 'UnaryExpression':
      case 'TSTypeQuery':
        return
      default:
        return this.#leaves()
    }
  }

  #objectionToMember(member: TSESTree.MemberExpression): string | undefined {
    const name = staticName(member.property, member.computed)
    if (name === undefined) return `A member of “${this.#name}” is chosen at run time.`
    if (isWritten(member) || reconfiguring.test(name)) return `“${this.#name}” is set up further (${name}).`
    const isClosing = this.#kind.closing?.includes(name) === true
    if (isClosing || this.#kind.opening?.method === name) {
      const statement = this.#kind.edit === 'fix' ? undefined : callStatement(member)
      if (!statement) return `“${this.#name}” is ${isClosing ? 'closed' : 'opened'} by ${name}().`
      const list = isClosing ? this.closings : this.openings
      list.push(statement)
      return
    }
    return endsInCall(member) ? undefined : this.#leaves()
  }

  #objectionToCall(
    call: TSESTree.NewExpression | TSESTree.CallExpression,
    index: number,
    depth: number,
  ): string | undefined {
    if (isClientMaking(call, this.#code)) return
    const imported = importedName(call.callee, this.#code)
    if (imported && users[this.#kind.group].test(imported.module)) return
    const callee = call.callee.type === 'Identifier' ? functionNamed(call.callee, this.#code) : undefined
    const parameter = callee?.params[index]
    if (callee && parameter?.type === 'Identifier' && depth < deepest) {
      const variables = this.#code.scopeManager?.getDeclaredVariables(callee) ?? []
      const variable = variables.find(({ identifiers }) => identifiers.includes(parameter))
      if (variable) return this.objectionTo(variable, depth + 1)
    }
    return `“${this.#name}” is handed to ${this.#code.getText(call.callee)}, which may keep or change it.`
  }

  #reassigned(): string {
    return `“${this.#name}” is assigned again.`
  }

  #leaves(): string {
    return `“${this.#name}” leaves the function.`
  }
}

/** Whether a member, or a member of it, is called: `client.send(…)`, `prisma.user.findMany(…)`. */
function endsInCall(member: TSESTree.MemberExpression): boolean {
  const node = wrapped(member)
  const { parent } = node
  if (parent?.type === 'CallExpression') return parent.callee === node
  return parent?.type === 'MemberExpression' && parent.object === node && !isWritten(parent) && endsInCall(parent)
}

/** The statement that consists of the call of a method, awaited or not; undefined where it is part of something else. */
function callStatement(member: TSESTree.MemberExpression): TSESTree.ExpressionStatement | undefined {
  const call = wrapped(member).parent
  if (call?.type !== 'CallExpression' || call.callee !== wrapped(member) || call.arguments.length > 0) return
  const outer = wrapped(call)
  const statement = outer.parent?.type === 'AwaitExpression' ? outer.parent.parent : outer.parent
  if (statement?.type !== 'ExpressionStatement') return
  return statement.parent.type === 'BlockStatement' || statement.parent.type === 'SwitchCase' ? statement : undefined
}
