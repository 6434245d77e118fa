import { isGenerated } from '../../sourceFiles.ts'
import type { ReadTemplates, TemplateProject, TemplateReader } from '../templateReader.ts'
import { functionDefinitions, mayBeService, mayDefineFunctions } from './functionDefinitions.ts'

/** Serverless Framework: each service stands for itself, with the files that it names. */
export const serverlessReader: TemplateReader = { framework: 'Serverless Framework', unitOf, read }

function unitOf(file: string): string | undefined {
  return mayBeService(file) && !isGenerated(file) ? file : undefined
}

async function read(files: readonly string[], project: TemplateProject): Promise<ReadTemplates> {
  const [file = ''] = files
  const text = await project.text(file)
  if (text === undefined || !mayDefineFunctions(text, file)) return { definitions: [], problems: [] }
  const { definitions, reason } = await functionDefinitions(text, file, project)
  const reasons = [
    ...(reason === undefined ? [] : [reason]),
    ...(text.includes('\uFFFD') ? ['It is not UTF-8; some characters could not be read.'] : []),
  ]
  return { definitions, problems: reasons.length > 0 ? [{ file, reason: reasons.join(' ') }] : [] }
}
