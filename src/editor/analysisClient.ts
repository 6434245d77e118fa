import { Worker } from 'node:worker_threads'
import { LensError } from '#common/errors.ts'
import type { Deployment } from '#handlers/deployed/deployment.ts'
import type { MemoryEdit } from '#handlers/editMemory.ts'
import type { DefinitionKey, FunctionDefinition } from '#handlers/handler.ts'
import type { ProjectProblem } from '#handlers/projectIndex.ts'
import type { LensSettings } from '#rules/facts.ts'
import type {
  AnalysedProject,
  AnalysisAnswers,
  AnalysisQuestion,
  AnalysisReply,
  AnalysisRequest,
  DescribedHandler,
  FileFindings,
  RuleSeverities,
} from './analysis.ts'

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

/** Asks the analysis worker, which starts with the first question and again after a crash. */
export class AnalysisClient {
  readonly #script: URL
  #worker: Worker | undefined
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()

  constructor(script: URL) {
    this.#script = script
  }

  /** Brings the index of a project up to date, and tells what could not be read. */
  async update(project: AnalysedProject, changed: readonly string[]): Promise<readonly ProjectProblem[]> {
    return await this.#ask<'update'>({ kind: 'update', project, changed })
  }

  /** The handlers in a text that need not be saved, by the latest update. `file` is relative to the project's root. */
  async handlers(project: AnalysedProject, file: string, text: string): Promise<readonly DescribedHandler[]> {
    return await this.#ask<'handlers'>({ kind: 'handlers', project, file, text })
  }

  async definitions(project: AnalysedProject): Promise<readonly FunctionDefinition[]> {
    return await this.#ask<'definitions'>({ kind: 'definitions', project })
  }

  /** What the project's files tell of a definition's deployment. */
  async deployment(project: AnalysedProject, definition: FunctionDefinition): Promise<Deployment> {
    return await this.#ask<'deployment'>({ kind: 'deployment', project, definition })
  }

  /** The files that tell of deployments may have changed without an update. */
  async forgetDeployments(project: AnalysedProject): Promise<void> {
    await this.#ask<'forgetDeployments'>({ kind: 'forgetDeployments', project })
  }

  /** The edit that makes a template say this memory. Rejects with a `LensError` where there is none. */
  async memoryEdit(project: AnalysedProject, definition: DefinitionKey, memoryMb: number): Promise<MemoryEdit> {
    const { template, logicalId } = definition
    const key = { template, logicalId }
    const answer = await this.#ask<'memoryEdit'>({ kind: 'memoryEdit', project, definition: key, memoryMb })
    if (!('refused' in answer)) return answer
    const { code, message, remedy } = answer.refused
    throw new LensError(code, message, remedy)
  }

  async functions(project: AnalysedProject): Promise<readonly DescribedHandler[]> {
    return await this.#ask<'functions'>({ kind: 'functions', project })
  }

  /** What the rules say of a text that need not be saved. */
  async findings(
    project: AnalysedProject,
    file: string,
    text: string,
    severities: RuleSeverities,
    modules?: LensSettings['modules'],
  ): Promise<FileFindings> {
    const about = { file, text, severities, ...(modules && { modules }) }
    return await this.#ask<'findings'>({ kind: 'findings', project, ...about })
  }

  dispose(): void {
    void this.#worker?.terminate()
  }

  #ask<Kind extends AnalysisRequest['kind']>(
    request: AnalysisRequest & { kind: Kind },
  ): Promise<AnalysisAnswers[Kind]> {
    const worker = this.#worker ?? this.#start()
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, request } satisfies AnalysisQuestion)
    })
  }

  #start(): Worker {
    const worker = new Worker(this.#script)
    worker.unref()
    worker.on('message', (reply: AnalysisReply) => this.#settle(reply))
    worker.on('error', error => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('The analysis worker ended.')))
    this.#worker = worker
    return worker
  }

  #settle(reply: AnalysisReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(new Error(reply.error))
    else waiting?.resolve(reply.answer as never)
  }

  /** A worker that crashed says so twice; by the second time another may have taken its place. */
  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
