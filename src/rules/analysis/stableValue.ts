import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isGlobal, isModuleLevel, isReassigned, referencesIn, resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { changesMembers, escapes, isTestedBefore } from './changes.ts'
import { conversions, isMovable, isPrimitive } from './declaredValue.ts'
import { isEnvironment } from './environmentWrites.ts'
import type { CalledFunction } from './handlerCode.ts'
import { importedName } from './importedName.ts'
import { functionAround, isFunction } from './pathToFunction.ts'
import { changedWhileRunning, mayDiffer, originOfParameter } from './valueOrigin.ts'

/** What a value is made of that is the same in every call. */
export interface StableValue {
  /** Variables of the function that have to go where the value goes; each after those that it needs itself. */
  readonly locals: readonly Variable[]
  /** Variables of the file's top level that it reads. */
  readonly moduleVariables: readonly Variable[]
  readonly readsEnvironment: boolean
}

/** Why a value may differ from call to call. */
export interface UnstableValue {
  readonly why: string
}

export interface StabilityQuestion {
  readonly code: SourceCode
  readonly called: CalledFunction
  /** Calls that always make the same of the same, and neither keep nor change what they are given. */
  readonly isPure: (call: TSESTree.NewExpression | TSESTree.CallExpression) => boolean
}

/** Whether an expression has the same value in every call, wherever it is computed. */
export function stableValue(node: TSESTree.Node, question: StabilityQuestion): StableValue | UnstableValue {
  const search = new StabilitySearch(question)
  const why = search.unstable(node)
  return why === undefined ? search.result : { why }
}

const constants = new Set(['undefined', 'NaN', 'Infinity', 'console', 'JSON', 'URL', '__dirname', '__filename'])

class StabilitySearch {
  readonly #question: StabilityQuestion
  readonly #locals = new Set<Variable>()
  readonly #moduleVariables = new Set<Variable>()
  readonly #open = new Set<Variable>()
  #readsEnvironment = false

  constructor(question: StabilityQuestion) {
    this.#question = question
  }

  get result(): StableValue {
    return {
      locals: [...this.#locals],
      moduleVariables: [...this.#moduleVariables],
      readsEnvironment: this.#readsEnvironment,
    }
  }

  /** The reason why not; undefined for a stable value. */
  unstable(node: TSESTree.Node | null): string | undefined {
    if (!node) return
    const { code } = this.#question
    switch (node.type) {
      case 'Literal':
      case 'TemplateElement':
      case 'MetaProperty':
        return
      case 'Identifier':
        return this.#ofName(node)
      case 'MemberExpression':
        return this.#ofMember(node)
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return this.#ofFunction(node)
      case 'NewExpression':
      case 'CallExpression':
        return this.#ofCall(node)
      case 'ObjectExpression':
        return this.#firstOf(node.properties)
      case 'Property':
        return (node.computed ? this.unstable(node.key) : undefined) ?? this.unstable(node.value)
      case 'TemplateLiteral':
        return this.#firstOf(node.expressions)
      case 'ArrayExpression':
        return this.#firstOf(node.elements)
      case 'BinaryExpression':
        return ['in', 'instanceof'].includes(node.operator)
          ? mayDiffer(node, code)
          : this.#firstOf([node.left, node.right])
      case 'LogicalExpression':
        return this.#firstOf([node.left, node.right])
      case 'ConditionalExpression':
        return this.#firstOf([node.test, node.consequent, node.alternate])
      case 'UnaryExpression':
        return node.operator === 'delete' ? mayDiffer(node, code) : this.unstable(node.argument)
      case 'SpreadElement':
        return this.unstable(node.argument)
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'ChainExpression':
        return this.unstable(node.expression)
      case 'AwaitExpression':
        return 'An argument is awaited, which the top of a file cannot do everywhere.'
      default:
        return mayDiffer(node, code)
    }
  }

  #firstOf(nodes: readonly (TSESTree.Node | null)[]): string | undefined {
    for (const node of nodes) {
      const why = this.unstable(node)
      if (why !== undefined) return why
    }
    return
  }

  #ofMember(node: TSESTree.MemberExpression): string | undefined {
    const { code } = this.#question
    if (isEnvironment(node.object, code) || isEnvironment(node, code)) {
      this.#readsEnvironment = true
      return node.computed ? this.unstable(node.property) : undefined
    }
    return this.unstable(node.object) ?? (node.computed ? this.unstable(node.property) : undefined)
  }

  /** A function may run in any call; it must not hold on to what belongs to one. */
  #ofFunction(node: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression): string | undefined {
    const { code } = this.#question
    for (const below of descendants(node, code)) {
      if (below.type === 'ThisExpression' || below.type === 'Super' || isGlobal(below, 'arguments', code)) {
        return mayDiffer(below, code)
      }
    }
    for (const { resolved, identifier } of referencesIn(node, code)) {
      const declared = resolved?.defs[0]?.name
      if (!resolved || !declared || contains(node, declared)) continue
      if (isModuleLevel(resolved)) this.#moduleVariables.add(resolved)
      else {
        const why = this.unstable(identifier)
        if (why !== undefined) return why
      }
    }
    return
  }

  #ofCall(node: TSESTree.NewExpression | TSESTree.CallExpression): string | undefined {
    const { code, isPure } = this.#question
    const { callee } = node
    const isConversion =
      node.type === 'CallExpression' &&
      callee.type === 'Identifier' &&
      conversions.has(callee.name) &&
      !resolve(callee, code)
    if (isConversion) return this.#firstOf(node.arguments)
    const isAllowed = isPure(node)
    if (!isAllowed) return mayDiffer(node, code)
    return this.#ofCallee(callee) ?? this.#firstOf(node.arguments)
  }

  /** What a class or function is reached by; whether that is pure has been asked. */
  #ofCallee(callee: TSESTree.Node): string | undefined {
    if (callee.type === 'MemberExpression') return this.#ofCallee(callee.object)
    const variable = importedName(callee, this.#question.code)?.variable
    if (!variable || !isModuleLevel(variable)) return this.unstable(callee)
    this.#moduleVariables.add(variable)
    return
  }

  #ofName(node: TSESTree.Identifier): string | undefined {
    const { code, called } = this.#question
    const variable = resolve(node, code)
    if (!variable) return constants.has(node.name) ? undefined : mayDiffer(node, code)
    if (this.#locals.has(variable) || this.#moduleVariables.has(variable)) return
    if (this.#open.has(variable)) return mayDiffer(node, code)
    if (isReassigned(variable)) return changedWhileRunning(variable)
    if (isTestedBefore(variable, node, functionAround(node) ?? called.node)) {
      return `“${variable.name}” is checked first, and what the check decides would come too late.`
    }
    this.#open.add(variable)
    const why = isModuleLevel(variable) ? this.#ofModuleVariable(variable) : this.#ofLocal(variable, node)
    this.#open.delete(variable)
    return why
  }

  #ofModuleVariable(variable: Variable): string | undefined {
    const definition = variable.defs[0]?.node
    if (definition?.type === 'VariableDeclarator' && this.#isChanged(variable, definition)) {
      return changedWhileRunning(variable)
    }
    if (
      definition?.type !== 'VariableDeclarator' &&
      variable.references.some(({ identifier }) => changesMembers(identifier))
    ) {
      return changedWhileRunning(variable)
    }
    this.#moduleVariables.add(variable)
    return
  }

  #ofLocal(variable: Variable, node: TSESTree.Identifier): string | undefined {
    const { code, called } = this.#question
    const [definition] = variable.defs
    if (definition && isFunction(definition.node)) return originOfParameter(variable, called)
    if (definition?.node.type !== 'VariableDeclarator' || !definition.node.init) return mayDiffer(node, code)
    const why = this.unstable(definition.node.init)
    if (why !== undefined) return why
    if (!isMovable(definition.node, code)) return `“${variable.name}” is declared in a way that cannot be moved.`
    if (this.#isChanged(variable, definition.node)) return changedWhileRunning(variable)
    this.#locals.add(variable)
    return
  }

  /** Whether an object is changed, or handed on to where it may be. */
  #isChanged(variable: Variable, { init }: TSESTree.VariableDeclarator): boolean {
    const { code, isPure } = this.#question
    if (!init || isPrimitive(init, code)) return !init
    const isHarmless = (call: TSESTree.Node) =>
      (call.type === 'NewExpression' || call.type === 'CallExpression') && isPure(call)
    const isLiteral = init.type === 'ObjectExpression' || init.type === 'ArrayExpression'
    return variable.references.some(
      reference =>
        !reference.init &&
        (changesMembers(reference.identifier) || (isLiteral && escapes(reference.identifier, isHarmless, code))),
    )
  }
}
