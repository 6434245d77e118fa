import { isGenerated } from '../../sourceFiles.ts'
import type { ReadTemplates, TemplateProject, TemplateReader } from '../templateReader.ts'
import { functionDefinitions, isTerraformFile } from './functionDefinitions.ts'

/** Terraform: a folder's files belong together, and folders call each other, so all files are one unit. */
export const terraformReader: TemplateReader = { framework: 'Terraform', unitOf, read }

function unitOf(file: string): string | undefined {
  return isTerraformFile(file) && !isGenerated(file) ? '*.tf' : undefined
}

async function read(files: readonly string[], project: TemplateProject): Promise<ReadTemplates> {
  const texts = await Promise.all(files.map(async file => ({ file, text: await project.text(file) })))
  const readable = texts.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]))
  return functionDefinitions(readable, project.names)
}
