import { LensError } from '#common/errors.ts'
import { Deployments } from '#handlers/deployed/deployments.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { handlersOfFile, type ProjectIndex } from '#handlers/projectIndex.ts'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'
import { projectFacts } from '#rules/projectFacts.ts'
import type { AnalysedProject, AnalysisAnswers, AnalysisRequest, DescribedHandler, Refusal } from './analysis.ts'

interface FollowedProject {
  /** As text, to tell another setting from the same one. */
  readonly exclude: string
  readonly indexer: ProjectIndexer
  readonly deployments: Deployments
  readonly latest: Promise<ProjectIndex>
}

/** The projects that the analysis worker knows, each with an index that follows its changes. */
export class AnalysedProjects {
  readonly #projects = new Map<string, FollowedProject>()

  async answer(request: AnalysisRequest): Promise<AnalysisAnswers[keyof AnalysisAnswers]> {
    const { project } = request
    switch (request.kind) {
      case 'update':
        return (await this.#update(project, request.changed).latest).problems
      case 'handlers': {
        const { definitions } = await this.#latest(project)
        const handlers = await handlersOfFile(request.file, request.text, definitions)
        return handlers.map(handler => described(handler, definitions))
      }
      case 'definitions':
        return (await this.#latest(project)).definitions
      case 'deployment':
        return await this.#followed(project).deployments.of(request.definition)
      case 'forgetDeployments':
        this.#known(project)?.deployments.forget()
        return null
      case 'memoryEdit': {
        const { editMemory } = await import('#handlers/editMemory.ts')
        const files = nodeProjectFiles(project.root, project.exclude)
        return await orRefusal(editMemory(files, request.definition, request.memoryMb, new AbortController().signal))
      }
      case 'functions': {
        const { handlers, definitions } = await this.#latest(project)
        return handlers.flatMap(handler => functionsOf(handler, definitions))
      }
      case 'findings': {
        const { findingsOfFile } = await import('./fileFindings.ts')
        const facts = projectFacts(request.file, await this.#latest(project))
        return findingsOfFile(request, { ...facts, ...(request.modules && { modules: request.modules }) })
      }
    }
  }

  /** Reads a folder whole when it is new here, also after a crash of the worker, or when its filter is another. */
  #update(project: AnalysedProject, changed: readonly string[]): FollowedProject {
    const { exclude, indexer, deployments } = this.#known(project) ?? readersOf(project)
    if (changed.length > 0) deployments.forget(file => isLarge(file) && !changed.includes(file))
    const latest = indexer.update(changed, new AbortController().signal)
    const followed = { exclude, indexer, deployments, latest }
    this.#projects.set(project.root, followed)
    return followed
  }

  #followed(project: AnalysedProject): FollowedProject {
    return this.#known(project) ?? this.#update(project, [])
  }

  async #latest(project: AnalysedProject): Promise<ProjectIndex> {
    return await this.#followed(project).latest
  }

  #known({ root, exclude }: AnalysedProject): FollowedProject | undefined {
    const known = this.#projects.get(root)
    return known?.exclude === JSON.stringify(exclude) ? known : undefined
  }
}

async function orRefusal<Answer>(asked: Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof LensError)) throw error
    const { code, message, remedy } = error
    return { refused: { code, message, remedy } }
  }
}

function readersOf({ root, exclude }: AnalysedProject): Omit<FollowedProject, 'latest'> {
  const files = nodeProjectFiles(root, exclude)
  return {
    exclude: JSON.stringify(exclude),
    indexer: new ProjectIndexer(files),
    deployments: new Deployments(files),
  }
}

/** A state of many megabytes takes time to read, and is told of by name when it changes. */
function isLarge(file: string): boolean {
  return file.endsWith('.tfstate')
}

/** One export may be deployed as several functions. */
function functionsOf(handler: Handler, definitions: readonly FunctionDefinition[]): DescribedHandler[] {
  const others = (handler.otherDefinitions ?? []).map(definition => described({ ...handler, definition }, definitions))
  return [described(handler, definitions), ...others]
}

function described(handler: Handler, definitions: readonly FunctionDefinition[]): DescribedHandler {
  const key = handler.definition
  const definition = definitions.find(one => one.template === key?.template && one.logicalId === key.logicalId)
  return { handler, ...(definition ? { definition } : {}) }
}
