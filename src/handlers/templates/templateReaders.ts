import { cdkReader } from './cdk/cdkReader.ts'
import { samReader } from './sam/samReader.ts'
import { serverlessReader } from './serverless/serverlessReader.ts'
import type { TemplateReader } from './templateReader.ts'
import { terraformReader } from './terraform/terraformReader.ts'

/** All readers, in the order of their definitions. */
export const templateReaders: readonly TemplateReader[] = [samReader, serverlessReader, cdkReader, terraformReader]
