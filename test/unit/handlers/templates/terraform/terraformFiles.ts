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
