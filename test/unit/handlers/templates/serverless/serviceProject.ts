import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { functionDefinitions, type ServiceDefinitions } from '#handlers/templates/serverless/functionDefinitions.ts'

/** Reads the first of the files as the definition of a service. */
export function readService(files: Readonly<Record<string, string>>): Promise<ServiceDefinitions> {
  const [template = 'serverless.yml'] = Object.keys(files)
  return functionDefinitions(files[template] ?? '', template, {
    names: new Set(Object.keys(files)),
    text: async file => files[file],
  })
}

/** The only function of a service. */
export async function readOnly(files: Readonly<Record<string, string>>): Promise<FunctionDefinition> {
  const { definitions } = await readService(files)
  assert.equal(definitions.length, 1)
  const [definition] = definitions
  assert.ok(definition)
  return definition
}

/** A service with one function `hello` of these settings, after these lines. */
export function service(settings: readonly string[], ...lines: readonly string[]): Record<string, string> {
  const head = lines.some(line => line.startsWith('provider:')) ? [] : ['provider: { name: aws, runtime: nodejs22.x }']
  const text = [
    'service: shop',
    ...head,
    ...lines,
    'functions:',
    '  hello:',
    ...settings.map(line => `    ${line}`),
    '',
  ]
  return { 'serverless.yml': text.join('\n') }
}
