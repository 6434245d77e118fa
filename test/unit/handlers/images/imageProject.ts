import { indexProject, type ProjectIndex } from '#handlers/projectIndex.ts'
import { MemoryProject } from '../memoryProject.ts'

const handlerText: Readonly<Record<string, string>> = {
  py: 'def handler(event, context): pass\n',
  js: 'exports.handler = async event => {}\n',
  ts: 'export const handler = async (event: unknown) => {}\n',
  rb: 'def handler(event:, context:)\nend\n',
  go: 'package main\n\nimport "github.com/aws/aws-lambda-go/lambda"\n\nfunc main() {\n\tlambda.Start(serve)\n}\n',
  rs: 'use lambda_runtime::service_fn;\nfn main() { lambda_runtime::run(service_fn(serve)); }\n',
  java: 'package com.example;\npublic class App {\n  public String handleRequest(String in) { return in; }\n}\n',
  cs: 'namespace Shop;\npublic class Function {\n  public string Handle(string input) => input;\n}\n',
}

/** The files, those without text as handlers of their language. */
export function withHandlers(
  files: readonly string[],
  others: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const handlers = files.map(file => [file, handlerText[file.slice(file.lastIndexOf('.') + 1)] ?? ''] as const)
  return { ...Object.fromEntries(handlers), ...others }
}

export async function indexed(files: Readonly<Record<string, string>>): Promise<ProjectIndex> {
  return await indexProject(new MemoryProject(files), new AbortController().signal)
}

/** `handler runtime → file#export`, or `✗ reason`, of the only definition. */
export async function described(files: Readonly<Record<string, string>>): Promise<string> {
  const { definitions } = await indexed(files)
  const [only, ...others] = definitions.map(({ handler, runtime, source, reason }) =>
    source ? `${handler} ${runtime ?? '?'} → ${source.file}#${source.exportName}` : `✗ ${reason}`,
  )
  return others.length > 0 ? `${definitions.length} definitions` : (only ?? 'no definition')
}

export const dockerfile = 'FROM public.ecr.aws/lambda/python:3.13\nCOPY . .\nCMD ["app.handler"]\n'
/** What is built in `services/orders`. */
export const found = 'app.handler python3.13 → services/orders/app.py#handler'
export const other = 'other.handler python3.13 → services/orders/other.py#handler'
export const unknownBuild =
  '✗ It is a container image, and the template names no Dockerfile in this folder that it is built of.'

export type Files = Readonly<Record<string, string>>

/** Two handlers, and Dockerfiles that choose between them. */
export function project(files: Files): Files {
  return withHandlers(['services/orders/app.py', 'services/orders/other.py'], {
    'services/orders/Dockerfile': dockerfile,
    'services/orders/docker/other.Dockerfile': dockerfile.replace('app.', 'other.'),
    'services/orders/Stages': `${dockerfile.replace('CMD', 'FROM public.ecr.aws/lambda/python:3.13 AS other\nCOPY . .\nCMD').replace('app.', 'other.')}FROM scratch\n`,
    'services/orders/Argument': `ARG LANG=ruby:3.3\nFROM public.ecr.aws/lambda/\${LANG}\nCOPY . .\nCMD ["app.handler"]\n`,
    ...files,
  })
}

/** An app with one function of an image. */
export function cdk(code: string, further = ''): Files {
  return {
    'cdk.json': '{"app": "npx tsx bin/app.ts"}',
    'bin/app.ts': `import * as lambda from 'aws-cdk-lib/aws-lambda'\nimport * as path from 'node:path'\n${further}\nnew lambda.DockerImageFunction(this, 'Fn', { code: lambda.DockerImageCode.${code} })\n`,
  }
}
