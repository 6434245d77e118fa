import { posix } from 'node:path'
import type { FunctionDefinition } from '../handler.ts'
import { joinPath } from '../sourceFiles.ts'
import { plainJson, textAt } from '../templates/cdk/plainJson.ts'
import { isTerraformFile } from '../templates/terraform/functionDefinitions.ts'
import type { FoundFunction } from './foundFunction.ts'
import type { Deployment } from './deployment.ts'
import type { DeploymentFiles } from './deploymentFiles.ts'
import { parseFunctionReference } from './functionReference.ts'
import { readTerraformState, type StateFunction } from './terraformState.ts'

/** What a folder in which Terraform is run tells. */
interface RootState {
  readonly functions: readonly StateFunction[]
  /** Why there are not more; absent where the folder has nothing to do with a state. */
  readonly reason?: string
}

/** Terraform: what the state says, where it is a file of the project. */
export async function terraformDeployment(definition: FunctionDefinition, files: DeploymentFiles): Promise<Deployment> {
  const found: FoundFunction[] = []
  const reasons: string[] = []
  for (const folder of await rootsOf(definition, files)) {
    const { functions, reason } = await rootState(folder, files)
    if (reason !== undefined) reasons.push(reason)
    found.push(...functions.filter(({ address }) => isAt(address, definition.logicalId)).map(foundFunction))
  }
  const [only, ...others] = found
  const { region } = definition
  const place = region === undefined ? {} : { region }
  if (only && others.length === 0) return { function: only, ...place, ...placeOf(only) }
  if (only) {
    const names = found.map(({ name }) => name)
    const listed = names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ')
    return {
      ...place,
      candidates: found,
      reason: `The state has ${names.length} functions at ${definition.logicalId}: ${listed}.`,
    }
  }
  return {
    ...place,
    reason: reasons.join(' ') || `No terraform.tfstate beside the configuration has ${definition.logicalId}.`,
  }
}

/** Of a function in the folder itself that folder; of one in a module any folder may be the one that calls it. */
async function rootsOf(
  { template, logicalId }: FunctionDefinition,
  files: DeploymentFiles,
): Promise<readonly string[]> {
  const own = joinPath(posix.dirname(template))
  const isInModule = /^module\..*\.aws_lambda_function\./.test(logicalId) || /^module\.[^.]+\.module\./.test(logicalId)
  if (!isInModule) return [own]
  const configured = [...(await files.names())].filter(isTerraformFile).map(file => joinPath(posix.dirname(file)))
  return [...new Set([own, ...configured])]
}

/** A call of terraform-aws-modules/lambda stands for the one function that it makes. */
function isAt(address: string, logicalId: string): boolean {
  return address === logicalId || address === `${logicalId}.aws_lambda_function.this`
}

async function rootState(folder: string, files: DeploymentFiles): Promise<RootState> {
  const file = await stateFile(folder, files)
  if (typeof file === 'object') return { functions: [], ...file }
  const state = await files.derived(file, readTerraformState)
  if (!state) return { functions: [] }
  return { ...state, ...(state.reason !== undefined && { reason: `${file}: ${state.reason}` }) }
}

/** Where the state is by the backend that `terraform init` wrote down; in the folder itself if it was not run. */
async function stateFile(folder: string, files: DeploymentFiles): Promise<string | { readonly reason: string }> {
  const initialized = await files.derived(joinPath(folder, '.terraform/terraform.tfstate'), plainJson)
  const backend = textAt(initialized, 'backend', 'type')
  if (backend !== undefined && backend !== 'local') {
    const bucket = textAt(initialized, 'backend', 'config', 'bucket')
    const place = bucket === undefined ? '' : ` (${bucket})`
    return {
      reason: `The state of ${folder || 'the project'} is not a local file but in the backend ${backend}${place}.`,
    }
  }
  const path = textAt(initialized, 'backend', 'config', 'path') ?? 'terraform.tfstate'
  const workspace = (await files.text(joinPath(folder, '.terraform/environment')))?.trim() || 'default'
  return workspace === 'default'
    ? joinPath(folder, path)
    : joinPath(
        folder,
        textAt(initialized, 'backend', 'config', 'workspace_dir') ?? 'terraform.tfstate.d',
        workspace,
        'terraform.tfstate',
      )
}

function foundFunction({ name, arn }: StateFunction): FoundFunction {
  return { ...(arn === undefined ? { name } : { ...parseFunctionReference(arn), name }), via: 'terraformState' }
}

function placeOf({ region, account }: FoundFunction): Pick<Deployment, 'region' | 'account'> {
  return { ...(region !== undefined && { region }), ...(account !== undefined && { account }) }
}
