import type { FunctionDefinition, TemplateKind } from '../handler.ts'
import type { ProjectFiles } from '../projectIndex.ts'
import { cdkDeployment } from './cdkDeployment.ts'
import type { Deployment } from './deployment.ts'
import { DeploymentFiles } from './deploymentFiles.ts'
import { samDeployment } from './samDeployment.ts'
import { serverlessDeployment } from './serverlessDeployment.ts'
import { terraformDeployment } from './terraformDeployment.ts'

type DeploymentReader = (definition: FunctionDefinition, files: DeploymentFiles) => Promise<Deployment>

const readers: Readonly<Record<TemplateKind, DeploymentReader>> = {
  sam: samDeployment,
  cloudformation: samDeployment,
  serverless: serverlessDeployment,
  cdk: cdkDeployment,
  terraform: terraformDeployment,
  other: () => Promise.resolve({ reason: 'Definitions of its framework are not read yet.' }),
}

/** What the files of one project tell of the deployment of its functions, remembered until they change. */
export class Deployments {
  readonly #files: DeploymentFiles
  readonly #known = new Map<string, Promise<Deployment>>()

  constructor(files: ProjectFiles) {
    this.#files = new DeploymentFiles(files)
  }

  /** Never rejects for what stands in the files; with a `reason` where they do not tell. */
  async of(definition: FunctionDefinition): Promise<Deployment> {
    const { template, logicalId, kind, functionName, nestedIn } = definition
    const key = JSON.stringify([template, logicalId, kind, functionName, nestedIn])
    const known = this.#known.get(key) ?? readers[kind](definition, this.#files)
    this.#known.set(key, known)
    return await known
  }

  /** The files may have changed, but for those that `isKept` names: a state of many megabytes takes time to read. */
  forget(isKept: (file: string) => boolean = () => false): void {
    this.#files.forget(isKept)
    this.#known.clear()
  }
}
