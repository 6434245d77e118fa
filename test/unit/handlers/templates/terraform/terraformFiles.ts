import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { functionDefinitions } from '#handlers/templates/terraform/functionDefinitions.ts'

type Texts = Readonly<Record<string, string>>

export function readAll(texts: Texts, names: readonly string[] = []): readonly FunctionDefinition[] {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }))
  const { definitions, problems } = functionDefinitions(files, names)
  assert.deepEqual(problems, [])
  return definitions
}

export function read(texts: Texts, names: readonly string[] = []): FunctionDefinition {
  const definitions = readAll(texts, names)
  assert.equal(definitions.length, 1)
  const [definition] = definitions
  assert.ok(definition)
  return definition
}

/** One function of `main.tf` with these attributes, each a line. */
export function resource(...attributes: readonly string[]): string {
  return `resource "aws_lambda_function" "orders" {\n${attributes.map(line => `  ${line}\n`).join('')}}\n`
}

/** A function that says no more than it must. */
export const fn = resource('handler = "a.b"', 'runtime = "nodejs22.x"', 'filename = "x.zip"')
/** A call of the well-known module with these arguments, each a line. */
export const lambdaModule = (...lines: readonly string[]) =>
  `module "orders" {\n  source = "terraform-aws-modules/lambda/aws"\n${lines.map(line => `  ${line}\n`).join('')}}\n`

/** The only function of `main.tf` and of other files. */
export function readOne(text: string, others: Readonly<Record<string, string>> = {}): FunctionDefinition {
  const [definition, ...more] = readAll({ 'main.tf': text, ...others })
  assert.ok(definition)
  assert.deepEqual(more, [])
  return definition
}
