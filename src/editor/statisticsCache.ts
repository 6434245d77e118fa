import * as vscode from 'vscode'
import { describeError, isAbort, LensError } from '#common/errors.ts'
import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'
import { noteTexts } from '#telemetry/functionStatistics.ts'
import { summarize } from '#telemetry/statistics.ts'
import type { AwsPlace, DeployedStatistics } from './awsAccess.ts'
import type { AwsAccount } from './awsAccount.ts'
import { settings } from './contributions.ts'
import type { DeployedTargets } from './deployedTargets.ts'
import { FunctionStates, freshMs } from './functionStates.ts'
import { asLabFunction, keyOf, runsInLab } from './handlerTarget.ts'
import { type LabFunctions, labSettings } from './labFunctions.ts'
import type { DeployedState, LensState } from './lensState.ts'
import { onSetting, windowHours } from './settings.ts'
import type { FoundHandler } from './workspaceIndex.ts'

export interface StatisticsSources {
  readonly lab: LabFunctions
  readonly deployed: DeployedTargets
  readonly aws: AwsAccount
}

/** How often it is looked whether something on the screen has become old. */
const lookMs = 60_000
/** Sooner nobody would see it. */
const gatherMs = 50

/** What lenses and views show, by function: of the deployed one where it is known, else of the lab's. */
export class StatisticsCache {
  readonly #sources: StatisticsSources
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #controller = new AbortController()
  readonly #subscriptions: readonly vscode.Disposable[]
  readonly #states: FunctionStates<FoundHandler>
  readonly #timer: NodeJS.Timeout
  #telling: NodeJS.Timeout | undefined
  /** What AWS would not say, by place and function: who saves a file does not ask it again. */
  readonly #failures = new Map<string, { readonly at: number; readonly error: LensError }>()

  /** Fires when `stateOf` may say something else, or would have something read again. */
  readonly onDidChange = this.#changed.event

  constructor(sources: StatisticsSources) {
    this.#sources = sources
    this.#states = new FunctionStates({
      keyOf: stateKey,
      read: (found, isWanted) => this.#read(found, isWanted),
      enrich: (found, state) => this.#compare(found, state),
      onChange: () => this.#tell(),
      now: Date.now,
    })
    this.#subscriptions = [
      sources.deployed.onDidChange(() => this.refresh()),
      sources.aws.onDidChange(() => this.#forget()),
      onSetting(settings.statisticsWindow, () => this.#forget()),
      vscode.window.onDidChangeWindowState(() => this.#lookForOld()),
    ]
    this.#timer = setInterval(() => this.#lookForOld(), lookMs)
  }

  /**
   * At once: what is known now. Whoever shows it is on the screen: it is read with the first question, and again when it
   * is ten minutes old. `isCloser`: compared with the time before the last deployment, too.
   */
  stateOf(found: FoundHandler, isCloser = false): LensState {
    return this.#states.stateOf(found, isCloser)
  }

  /** The next question reads again; `isWanted`: even what is new. */
  refresh(isWanted = false): void {
    this.#states.refresh(isWanted)
  }

  /** In which functions are that were read. */
  get regions(): readonly string[] {
    const found = this.#states.all.flatMap(state => (state.kind === 'deployed' ? [state.reading.function.region] : []))
    return [...new Set(found)].filter(region => region !== '')
  }

  /** What AWS would not say, of all functions that somebody has looked at. */
  get problems(): readonly LensError[] {
    return this.#states.all.flatMap(state => ('problem' in state && state.problem ? [state.problem] : []))
  }

  dispose(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#telling)
    this.#controller.abort()
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose()
  }

  /** Hundreds of answers come at once: who shows them is told once. */
  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      this.#changed.fire()
    }, gatherMs)
  }

  #forget(): void {
    this.#failures.clear()
    this.#states.forget()
  }

  /** Nobody looks at a window in the background. */
  #lookForOld(): void {
    if (vscode.window.state.focused && this.#states.hasDue) this.#changed.fire()
  }

  async #read(found: FoundHandler, isWanted: boolean): Promise<LensState> {
    try {
      if (found.definition?.functionKind === 'web') return { kind: 'notRead', reason: noteTexts.web().text }
      const deployed = await this.#deployed(found)
      if ('name' in deployed && deployed.via !== 'lab') return await this.#readDeployed(found, deployed, isWanted)
      const { error, reason } = 'name' in deployed ? { reason: deployed.reason } : deployed
      // Its stack is known, and AWS does not tell what is in it.
      if (error && !isWithoutAccount(error)) return unasked(found, error)
      return await this.#readLab(found, reason)
    } catch (error) {
      return { kind: 'failed', reason: isAbort(error) ? 'Interrupted.' : describeError(error) }
    }
  }

  /** In an untrusted workspace nothing is sent. */
  async #deployed(found: FoundHandler): Promise<FoundFunction | NotDeployed> {
    if (!vscode.workspace.isTrusted) return { reason: 'The workspace is not trusted, so AWS is not asked.' }
    return await this.#sources.deployed.resolve(found, this.#controller.signal)
  }

  async #readDeployed(found: FoundHandler, deployed: FoundFunction, isWanted: boolean): Promise<LensState> {
    const hours = windowHours(found.root)
    let known: DeployedState | undefined
    try {
      const statistics = await this.#statistics(found, deployed)
      const target = targetOf(deployed)
      const kept = await statistics.known(target, hours)
      if (kept) known = { kind: 'deployed', deployed, reading: kept.statistics }
      const reading = await this.#unlessFailed(found, deployed, isWanted, () =>
        statistics.statisticsOf(target, hours, this.#controller.signal, isWanted),
      )
      return { kind: 'deployed', deployed, reading }
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      if (known) return { ...known, problem: error }
      // Who has no account at hand works with the lab.
      if (isWithoutAccount(error)) return await this.#readLab(found, describeError(error))
      return { kind: 'unanswered', deployed, problem: error }
    }
  }

  /** Rejects with the same error for ten minutes, unless a person asks. */
  async #unlessFailed<T>(found: FoundHandler, deployed: FoundFunction, isWanted: boolean, ask: () => Promise<T>) {
    const key = JSON.stringify([placeOf(this.#sources.aws, found, deployed), targetOf(deployed)])
    const failure = this.#failures.get(key)
    if (failure && !isWanted && Date.now() - failure.at < freshMs) throw failure.error
    try {
      const answer = await ask()
      this.#failures.delete(key)
      return answer
    } catch (error) {
      if (error instanceof LensError) this.#failures.set(key, { at: Date.now(), error })
      throw error
    }
  }

  /** Where it cannot be told, the figures stand without it. */
  async #compare(found: FoundHandler, state: LensState): Promise<LensState> {
    if (state.kind !== 'deployed' || !state.reading.statistics || state.problem) return state
    try {
      const statistics = await this.#statistics(found, state.deployed)
      const hours = windowHours(found.root)
      const since = await statistics.sinceDeployment(targetOf(state.deployed), hours, this.#controller.signal)
      const { since: _, ...rest } = state
      return since ? { ...rest, since } : rest
    } catch {
      return state
    }
  }

  async #statistics(found: FoundHandler, deployed: FoundFunction): Promise<DeployedStatistics> {
    const { aws } = this.#sources
    return await (await aws.access()).statistics(placeOf(aws, found, deployed))
  }

  async #readLab(found: FoundHandler, unlinked: string | undefined): Promise<LensState> {
    const why = unlinked === undefined ? {} : { unlinked }
    const { language } = found.handler
    if (!runsInLab(language)) return { kind: 'notInLab', language, ...why }
    const { lab } = this.#sources
    const target = asLabFunction(found)
    const { architecture } = labSettings(target)
    const calls = await lab.invocations(target, windowHours(found.root) * 3_600_000, this.#controller.signal)
    const statistics = summarize(calls ?? [], { architecture, region: 'lab' })
    if (statistics) return { kind: 'known', statistics, ...why }
    if (unlinked !== undefined && (await this.#hasAccount(found))) return { kind: 'notLinked', reason: unlinked }
    return { kind: calls ? 'noCalls' : 'notRunning', ...why }
  }

  /** Who has an account is asked to link; who has none is led to the lab. */
  async #hasAccount({ root }: FoundHandler): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false
    const { aws } = this.#sources
    const place = await (await aws.access()).effective(aws.choice.placeIn(root))
    const hasKeys = place.profile !== undefined || Boolean(process.env['AWS_ACCESS_KEY_ID'])
    return hasKeys && place.region !== undefined
  }
}

/** Where a deployed function is asked about. */
export function placeOf(aws: AwsAccount, { root }: FoundHandler, { account, region }: FoundFunction): AwsPlace {
  return { ...aws.choice.placeFor(account, root), ...(region !== undefined && { region }) }
}

/** As the readers of statistics name it. */
function targetOf({ arn, name, qualifier }: FoundFunction): string {
  return `${arn ?? name}${qualifier === undefined ? '' : `:${qualifier}`}`
}

/** Another memory size is another population of calls, and one export may be several functions. */
export function stateKey(found: FoundHandler): string {
  const { memoryMb } = labSettings(asLabFunction(found))
  const { definition } = found
  return JSON.stringify([keyOf(found), memoryMb, definition?.template, definition?.logicalId])
}

function isWithoutAccount({ code }: LensError): boolean {
  return code === 'credentials-missing' || code === 'region-missing'
}

function unasked({ definition }: FoundHandler, problem: LensError): LensState {
  return { kind: 'unanswered', deployed: { name: definition?.logicalId ?? '', via: 'stack' }, problem }
}
