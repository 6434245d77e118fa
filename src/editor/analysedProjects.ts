import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { handlersOfFile, type ProjectIndex } from '#handlers/projectIndex.ts'
import { ProjectIndexer } from '#handlers/projectIndexer.ts'
import { projectFacts } from '#rules/projectFacts.ts'
import type { AnalysedProject, AnalysisAnswers, AnalysisRequest, DescribedHandler } from './analysis.ts'

interface FollowedProject {
  /** As text, to tell another setting from the same one. */
  readonly exclude: string
  readonly indexer: ProjectIndexer
  readonly latest: Promise<ProjectIndex>
}

/** The projects that the analysis worker knows, each with an index that follows its changes. */
export class AnalysedProjects {
  readonly #projects = new Map<string, FollowedProject>()

  async answer(request: AnalysisRequest): Promise<AnalysisAnswers[keyof AnalysisAnswers]> {
    const { project } = request
    switch (request.kind) {
      case 'update':
        return (await this.#update(project, request.changed)).problems
      case 'handlers': {
        const { definitions } = await this.#latest(project)
        const handlers = await handlersOfFile(request.file, request.text, definitions)
        return handlers.map(handler => described(handler, definitions))
      }
      case 'definitions':
        return (await this.#latest(project)).definitions
      case 'findings': {
        const { findingsOfFile } = await import('./fileFindings.ts')
        const facts = projectFacts(request.file, await this.#latest(project))
        return findingsOfFile(request, { ...facts, ...(request.modules && { modules: request.modules }) })
      }
    }
  }

  /** Reads a folder whole when it is new here, also after a crash of the worker, or when its filter is another. */
  #update({ root, exclude }: AnalysedProject, changed: readonly string[]): Promise<ProjectIndex> {
    const known = this.#known(root, exclude)
    const indexer = known?.indexer ?? new ProjectIndexer(nodeProjectFiles(root, exclude))
    const latest = indexer.update(changed, new AbortController().signal)
    this.#projects.set(root, { exclude: JSON.stringify(exclude), indexer, latest })
    return latest
  }

  async #latest(project: AnalysedProject): Promise<ProjectIndex> {
    return await (this.#known(project.root, project.exclude)?.latest ?? this.#update(project, []))
  }

  #known(root: string, exclude: AnalysedProject['exclude']): FollowedProject | undefined {
    const known = this.#projects.get(root)
    return known?.exclude === JSON.stringify(exclude) ? known : undefined
  }
}

function described(handler: Handler, definitions: readonly FunctionDefinition[]): DescribedHandler {
  const key = handler.definition
  const definition = definitions.find(one => one.template === key?.template && one.logicalId === key.logicalId)
  return { handler, ...(definition ? { definition } : {}) }
}
