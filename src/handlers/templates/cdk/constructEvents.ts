import type { LineTable } from '#syntax/lineTable.ts'
import type { EventSource, EventSourceType } from '../../eventSource.ts'
import type { FunctionDefinition, FunctionKind } from '../../handler.ts'
import { BoundConstructs } from './boundConstructs.ts'
import type { CallSyntax, ExpressionSyntax } from './callSyntax.ts'
import { eventSource, eventSourceMapping, type SourceContext } from './constructSources.ts'
import { constructSettings } from './constructSettings.ts'
import { functionClasses } from './constructions.ts'

/** What a file says of a function besides what has a place of its own: its settings, and what other constructs do. */
type Connections = Pick<
  FunctionDefinition,
  'functionKind' | 'ephemeralStorageMb' | 'snapStart' | 'layers' | 'provisionedConcurrency'
> & { readonly eventSources: readonly EventSource[] }

/** By the place at which each function of the file is constructed. */
export function connectionsOf(
  calls: readonly CallSyntax[],
  file: string,
  lines: LineTable,
): ReadonlyMap<number, Connections> {
  return new ConnectionReader(calls, file, lines).read(calls)
}

/** Classes that stand for a function where something calls it: which argument it is, where it is not the `handler`. */
const callers: Readonly<Record<string, { readonly type: EventSourceType; readonly of: number }>> = {
  'aws-events-targets.LambdaFunction': { type: 'eventbridge', of: 0 },
  'aws-scheduler-targets.LambdaInvoke': { type: 'schedule', of: 0 },
  'aws-sns-subscriptions.LambdaSubscription': { type: 'sns', of: 0 },
  'aws-s3-notifications.LambdaDestination': { type: 's3', of: 0 },
  'aws-logs-destinations.LambdaDestination': { type: 'logs', of: 0 },
  'aws-apigateway.LambdaIntegration': { type: 'api', of: 0 },
  'aws-apigateway.LambdaRestApi': { type: 'api', of: 3 },
  'aws-apigatewayv2-integrations.HttpLambdaIntegration': { type: 'api', of: 1 },
  'aws-apigatewayv2-integrations.WebSocketLambdaIntegration': { type: 'api', of: 1 },
}

class ConnectionReader {
  readonly #context: SourceContext
  /** Places at which the targets of schedules are constructed. */
  readonly #scheduled = new Set<number>()
  readonly #found = new Map<number, Connections>()

  constructor(calls: readonly CallSyntax[], file: string, lines: LineTable) {
    this.#context = { constructs: new BoundConstructs(calls), file, lines }
  }

  read(calls: readonly CallSyntax[]): ReadonlyMap<number, Connections> {
    for (const call of calls) {
      if (functionClasses[call.callee ?? '']) {
        this.#found.set(call.start, { ...constructSettings(call, this.#context.constructs), eventSources: [] })
      }
    }
    for (const call of calls) {
      if (this.#found.has(call.start)) this.#readEvents(call)
      if (call.method) this.#readMethod(call, call.method)
      this.#readConstruction(call)
    }
    return this.#found
  }

  /** `events: [new SqsEventSource(queue)]` */
  #readEvents(fn: CallSyntax): void {
    for (const event of fn.option('events')?.items() ?? [])
      this.#add(fn, eventSource(event.call(), fn.className, this.#context))
  }

  #readMethod({ positional, option, className, start }: CallSyntax, method: NonNullable<CallSyntax['method']>): void {
    const [first] = positional
    if (method.name === 'addTarget') {
      const rule = this.#context.constructs.named(method.object, className)
      if (rule?.callee === 'aws-events.Rule') this.#noteTargets(rule, positional)
      return
    }
    if (method.name === 'addFunction') {
      const isProvider =
        this.#context.constructs.named(method.object, className)?.callee === 'aws-lambda.CapacityProvider'
      const fn = isProvider ? this.#function(first, className) : undefined
      if (fn) this.#change(fn, ({ functionKind }) => ({ functionKind: special(functionKind, 'managed-instances') }))
      return
    }
    const fn = this.#functionNamed(method.object, className)
    if (!fn) return
    const named = { name: method.name, line: this.#context.lines.lineAt(start), spans: {}, unresolved: [] }
    if (method.name === 'addEventSource') this.#add(fn, eventSource(first?.call(), className, this.#context))
    else if (method.name === 'addFunctionUrl') this.#add(fn, { ...named, type: 'function-url' })
    else if (method.name === 'addEventSourceMapping') {
      const name = String(first?.value()?.value ?? method.name)
      this.#add(fn, eventSourceMapping(name, { option, className, start }, this.#context))
    } else if (method.name === 'addAlias') this.#provision(fn, option('provisionedConcurrentExecutions'))
  }

  #readConstruction({ callee = '', positional, option, className, start }: CallSyntax): void {
    if (callee === 'aws-lambda.Alias') {
      const fn = this.#function(option('version'), className)
      if (fn) this.#provision(fn, option('provisionedConcurrentExecutions'))
    } else if (callee === 'aws-cloudfront.Distribution') this.#readEdge(option('defaultBehavior'), className)
    else if (callee === 'aws-events.Rule') this.#noteTargets({ option }, option('targets')?.items() ?? [])
    const caller = callers[callee]
    const fn = caller && this.#function(positional[caller.of] ?? option('handler'), className)
    if (!fn) return
    const name = callee.replace(/^.*\./, '')
    const type = this.#scheduled.has(start) ? 'schedule' : caller.type
    this.#add(fn, { name, type, line: this.#context.lines.lineAt(start), spans: {}, unresolved: [] })
  }

  /** Targets of a rule that has a schedule are called by that. */
  #noteTargets(rule: Pick<CallSyntax, 'option'>, targets: readonly ExpressionSyntax[]): void {
    if (!rule.option('schedule')) return
    for (const target of targets) this.#scheduled.add(target.call()?.start ?? -1)
  }

  #readEdge(behavior: ExpressionSyntax | undefined, className: string | undefined): void {
    for (const edge of behavior?.option('edgeLambdas')?.items() ?? []) {
      const fn = this.#function(edge.option('functionVersion'), className)
      if (fn) this.#change(fn, ({ functionKind }) => ({ functionKind: special(functionKind, 'edge') }))
    }
  }

  #provision(fn: CallSyntax, count: ExpressionSyntax | undefined): void {
    const value = count?.value()?.value
    if (typeof value === 'number' && value > 0) this.#change(fn, () => ({ provisionedConcurrency: value }))
  }

  #function(expression: ExpressionSyntax | undefined, className: string | undefined): CallSyntax | undefined {
    const found = this.#context.constructs.find(expression, className)
    return found && functionClasses[found.callee ?? ''] ? found : undefined
  }

  #functionNamed(text: string, className: string | undefined): CallSyntax | undefined {
    const found = this.#context.constructs.named(text, className)
    return found && functionClasses[found.callee ?? ''] ? found : undefined
  }

  #add(fn: CallSyntax, source: EventSource | undefined): void {
    if (source) this.#change(fn, ({ eventSources }) => ({ eventSources: [...eventSources, source] }))
  }

  #change({ start }: CallSyntax, change: (known: Connections) => Partial<Connections>): void {
    const known = this.#found.get(start)
    if (known) this.#found.set(start, { ...known, ...change(known) })
  }
}

/** What the construction itself says counts more. */
function special(known: FunctionKind, other: FunctionKind): FunctionKind {
  return known === 'event' ? other : known
}
