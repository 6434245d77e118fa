import { isGenerated } from '../../sourceFiles.ts'
import { functionDefinitions, mayDefineFunctions } from './functionDefinitions.ts'
import type { ReadTemplates, TemplateProject, TemplateReader } from '../templateReader.ts'

/** SAM and CloudFormation: each template stands for itself. */
export const samReader: TemplateReader = { framework: 'SAM', unitOf, read }

/** Three times what CloudFormation takes; the YAML reader takes a second for each million characters. */
const maximalYamlLength = 3_000_000

const noTemplate =
  /(^|\/)(package|package-lock|composer|tsconfig[^/]*|[^/]*\.schema|\.[^/]*)\.json$|-lock\.ya?ml$|\.(code-workspace|tfvars\.json|tf\.json)$/

function unitOf(file: string): string | undefined {
  if (!/\.(ya?ml|json|template)$/i.test(file) || isGenerated(file)) return
  return noTemplate.test(file) ? undefined : file
}

async function read(files: readonly string[], project: TemplateProject): Promise<ReadTemplates> {
  const [file = ''] = files
  const text = await project.text(file)
  if (text === undefined || !mayDefineFunctions(text)) return { definitions: [], problems: [] }
  if (text.length > maximalYamlLength && !/^\uFEFF?\s*\{/.test(text)) {
    return { definitions: [], problems: [{ file, reason: 'It is too large for a template in YAML; not read.' }] }
  }
  const { definitions, nested, reason } = functionDefinitions(text, file, project.parametersOf(file))
  const lost = nested.filter(({ template }) => !project.names.has(template))
  const reasons = [
    ...(reason === undefined ? [] : [reason]),
    ...(text.includes('\uFFFD') ? ['It is not UTF-8; some characters could not be read.'] : []),
    ...lost.map(({ line, template }) => `Line ${line} names the template ${template}, which does not exist.`),
  ]
  return { definitions, nested, problems: reasons.length > 0 ? [{ file, reason: reasons.join(' ') }] : [] }
}
