import * as vscode from 'vscode'
import { describeError, isAbort, LensError } from '#common/errors.ts'
import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'
import { summarize } from '#telemetry/statistics.ts'
import type { AwsAccount } from './awsAccount.ts'
import type { DeployedTargets } from './deployedTargets.ts'
import { asLabFunction, keyOf, runsInLab } from './handlerTarget.ts'
import { type LabFunctions, labSettings } from './labFunctions.ts'
import type { LensState } from './lensText.ts'
import type { FoundHandler } from './workspaceIndex.ts'

export const windowHours = 24

export interface StatisticsSources {
  readonly lab: LabFunctions
  readonly deployed: DeployedTargets
  readonly aws: AwsAccount
}

/**
 * What the lenses show, by function: of the deployed one where it is known, else of the lab's. Each is read once until
 * it is asked to be read again.
 */
export class StatisticsCache {
  readonly #sources: StatisticsSources
  readonly #onChange: () => void
  readonly #controller = new AbortController()
  readonly #subscription: vscode.Disposable
  #states = new Map<string, LensState>()
  /** A person asked for it: what is kept of AWS is not new enough. */
  #isWanted = false

  constructor(sources: StatisticsSources, onChange: () => void) {
    this.#sources = sources
    this.#onChange = onChange
    this.#subscription = sources.deployed.onDidChange(() => this.refresh())
  }

  /** At once: what is known now. The first question starts the reading, and `onChange` tells of its end. */
  stateOf(found: FoundHandler): LensState {
    const key = stateKey(found)
    const known = this.#states.get(key)
    if (known) return known
    const states = this.#states
    states.set(key, { kind: 'reading' })
    void this.#read(found, this.#isWanted).then(state => {
      states.set(key, state)
      // What was asked before a refresh is not shown after it.
      if (states === this.#states) this.#onChange()
    })
    return { kind: 'reading' }
  }

  /** Forgets what was read: the next question reads again. */
  refresh(isWanted = false): void {
    this.#isWanted = isWanted
    this.#states = new Map()
    this.#onChange()
  }

  dispose(): void {
    this.#controller.abort()
    this.#subscription.dispose()
  }

  async #read(found: FoundHandler, isWanted: boolean): Promise<LensState> {
    try {
      const deployed = await this.#deployed(found)
      if ('name' in deployed && deployed.via !== 'lab') return await this.#readDeployed(found, deployed, isWanted)
      return await this.#readLab(found, deployed.reason)
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
    const { aws } = this.#sources
    const target = `${deployed.arn ?? deployed.name}${deployed.qualifier === undefined ? '' : `:${deployed.qualifier}`}`
    const access = await aws.access()
    const place = { ...aws.choice.placeFor(deployed.account), ...(deployed.region && { region: deployed.region }) }
    let known: LensState | undefined
    try {
      const statistics = await access.statistics(place)
      const kept = await statistics.known(target, windowHours)
      if (kept) known = { kind: 'deployed', deployed, reading: kept.statistics }
      const reading = await statistics.statisticsOf(target, windowHours, this.#controller.signal, isWanted)
      return { kind: 'deployed', deployed, reading }
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      if (known?.kind === 'deployed') return { ...known, problem: error }
      // Who has no account at hand works with the lab.
      if (error.code === 'credentials-missing' || error.code === 'region-missing')
        return await this.#readLab(found, describeError(error))
      return { kind: 'unanswered', deployed, problem: error }
    }
  }

  async #readLab(found: FoundHandler, unlinked: string | undefined): Promise<LensState> {
    const why = unlinked === undefined ? {} : { unlinked }
    const { language } = found.handler
    if (!runsInLab(language)) return { kind: 'notInLab', language, ...why }
    const { lab } = this.#sources
    const target = asLabFunction(found)
    const { architecture } = labSettings(target)
    const calls = await lab.invocations(target, windowHours * 3_600_000, this.#controller.signal)
    if (!calls) return { kind: 'notRunning', ...why }
    const statistics = summarize(calls, { architecture, region: 'lab' })
    return statistics ? { kind: 'known', statistics, ...why } : { kind: 'noCalls', ...why }
  }
}

/** Another memory size is another population of calls. */
function stateKey(found: FoundHandler): string {
  const { memoryMb } = labSettings(asLabFunction(found))
  return `${keyOf(found)} ${memoryMb}`
}
