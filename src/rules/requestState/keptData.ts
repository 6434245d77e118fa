import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isModuleLevel } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { HandlerCode, PerCallPlace } from '../analysis/handlerCode.ts'
import { isOfRequest } from './requestData.ts'

/** Request data in a variable of the file's top level. */
export interface KeptData {
  readonly variable: Variable
  readonly node: TSESTree.Node
  readonly place: PerCallPlace
  /**
   * `first`: later calls see the first call's; `earlier`: calls that do not get there see an earlier one's; `grows`: it
   * is added to and never emptied; `shared`: calls at the same time overwrite each other's.
   */
  readonly messageId: 'first' | 'earlier' | 'grows' | 'shared'
}

interface Write {
  readonly node: TSESTree.Node
  readonly value: TSESTree.Node
  readonly operator: string
}

/** Makers of clients and servers, which are kept on purpose. */
const making = /(create|make|build|init|bootstrap|connect|client|connection|pool|server|app|logger|instance)/i

const kept = /(cache|seen|processed|dedup|recent|history|memo|warm|cold|stat|metric|count)/i

export function keptData(variable: Variable, calls: HandlerCode, code: SourceCode): KeptData | undefined {
  if (!isModuleLevel(variable) || variable.defs[0]?.node.type !== 'VariableDeclarator') return
  const grown = grows(variable, calls, code)
  if (grown) return grown
  const writes = variable.references.flatMap(({ identifier }) => writeAt(identifier) ?? [])
  const ofRequest = writes.flatMap(write => {
    const place = calls.placeOf(write.node)
    return place && place.called.role !== 'middleware' && isOfRequest(write.value, place.called, code)
      ? [{ ...write, place }]
      : []
  })
  for (const write of ofRequest) {
    const messageId = messageFor(variable, write, writes, calls, code)
    if (messageId) return { variable, node: write.node, place: write.place, messageId }
  }
  return
}

function messageFor(
  variable: Variable,
  write: Write & { readonly place: PerCallPlace },
  writes: readonly Write[],
  calls: HandlerCode,
  code: SourceCode,
): 'first' | 'earlier' | 'shared' | undefined {
  const reads = readsOf(variable).filter(name => calls.placeOf(name))
  const { node, value, operator, place } = write
  const condition = conditionAround(node, place)
  const isFilled = operator === '??=' || operator === '||='
  const asks = (test: TSESTree.Node) => reads.some(name => contains(test, name))
  if (isFilled || (condition && asks(condition.test))) {
    const isKeyed = condition && isOfRequest(condition.test, place.called, code)
    const isMaker = making.test(variable.name) || value.type === 'NewExpression' || making.test(calleeOf(value, code))
    const others = writes.filter(one => one.node !== node)
    return isKeyed || isMaker || others.length > 0 ? undefined : 'first'
  }
  const [first] = writes.toSorted((a, b) => a.node.range[0] - b.node.range[0])
  if (place.branch && condition && writes.length === 1 && first?.node === node) {
    const isReadOutside = reads.some(
      name => !contains(condition.node, name) && name.range[0] > node.range[1] && isOnTheWay(name, calls, place),
    )
    if (isReadOutside && !place.repeated) return 'earlier'
  }
  const isConcurrent = place.called.handlers.some(({ facts }) =>
    facts?.definitions?.some(({ functionKind }) => functionKind === 'managed-instances'),
  )
  return isConcurrent && reads.length > 0 ? 'shared' : undefined
}

/** Whether a read is reached by a call that did not get to the write. */
function isOnTheWay(name: TSESTree.Node, calls: HandlerCode, { called }: PerCallPlace): boolean {
  const place = calls.placeOf(name)
  return place !== undefined && place.called.node === called.node && !place.branch
}

/** The condition that decides about a node, the nearest one in its function. */
function conditionAround(
  node: TSESTree.Node,
  { called }: PerCallPlace,
): { readonly node: TSESTree.Node; readonly test: TSESTree.Node } | undefined {
  for (let at = node; at !== called.node && at.parent; at = at.parent) {
    const { parent } = at
    if (parent.type === 'IfStatement' && parent.test !== at) return { node: parent, test: parent.test }
    if (parent.type === 'ConditionalExpression' && parent.test !== at) return { node: parent, test: parent.test }
    if (parent.type === 'LogicalExpression' && parent.right === at) return { node: parent, test: parent.left }
  }
  return
}

/** `list.push(event.id)` without an end. */
function grows(variable: Variable, calls: HandlerCode, code: SourceCode): KeptData | undefined {
  if (kept.test(variable.name)) return
  const members = variable.references.flatMap(({ identifier }) => {
    const { parent } = identifier
    return parent.type === 'MemberExpression' && parent.object === identifier ? [parent] : []
  })
  const isEmptied = members.some(({ property, computed, parent }) => {
    const name = staticName(property, computed) ?? ''
    return (
      /^(splice|pop|shift|clear|delete)$/.test(name) || (name === 'length' && parent.type === 'AssignmentExpression')
    )
  })
  if (isEmptied || variable.references.some(reference => reference.isWrite() && !reference.init)) return
  for (const member of members) {
    const call = member.parent
    if (
      call.type !== 'CallExpression' ||
      call.callee !== member ||
      staticName(member.property, member.computed) !== 'push'
    )
      continue
    const place = calls.placeOf(call)
    if (!place || !call.arguments.some(argument => isOfRequest(argument, place.called, code))) continue
    const isRead = readsOf(variable).some(name => name !== member.object && calls.placeOf(name))
    return isRead ? { variable, node: call, place, messageId: 'grows' } : undefined
  }
  return
}

function writeAt(name: TSESTree.Node): Write | undefined {
  const { parent } = name
  if (parent?.type !== 'AssignmentExpression' || parent.left !== name) return
  return { node: parent, value: parent.right, operator: parent.operator }
}

function readsOf({ references }: Variable): readonly TSESTree.Node[] {
  return references.filter(reference => reference.isRead() && !reference.init).map(({ identifier }) => identifier)
}

function calleeOf(value: TSESTree.Node, code: SourceCode): string {
  const call = [...descendants(value, code)].find(({ type }) => type === 'CallExpression')
  return call?.type === 'CallExpression' ? code.getText(call.callee) : ''
}
