import assert from 'node:assert/strict'
import { handlersReport } from '#handlers/handlersReport.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { MemoryProject } from './memoryProject.ts'

async function reported(files: Readonly<Record<string, string>>) {
  const index = await indexProject(new MemoryProject(files), new AbortController().signal)
  return JSON.parse(JSON.stringify(handlersReport(index, 12)))
}

describe('the report of handlers', () => {
  it('has the form that is checked from outside', async () => {
    const template = `Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: orders.handler
      Runtime: nodejs24.x
      MemorySize: 512
      Environment: { Variables: { PASSWORD: hunter2 } }
  Lost:
    Type: AWS::Lambda::Function
    Properties: { Code: src, Handler: lost.handler, Runtime: python3.13 }
`
    const report = await reported({ 'template.yaml': template, 'orders.ts': 'export const handler = async () => {}' })
    assert.equal(report.elapsedMs, 12)
    assert.deepEqual(report.handlers, [
      {
        file: 'orders.ts',
        export: 'handler',
        language: 'typescript',
        line: 1,
        span: { start: 13, end: 20 },
        functionSpan: { start: 23, end: 37 },
        certainty: 'certain',
        definition: { template: 'template.yaml', logicalId: 'Orders' },
      },
    ])
    const [orders, lost] = report.definitions
    assert.deepEqual(orders.source, { file: 'orders.ts', export: 'handler', line: 1 })
    assert.deepEqual(
      [orders.kind, orders.handler, orders.runtime, orders.memoryMb],
      ['sam', 'orders.handler', 'nodejs24.x', 512],
    )
    assert.equal(template.slice(orders.spans.memory.start, orders.spans.memory.end), '512')
    assert.equal(lost.source, null)
    assert.match(lost.reason, /src\/lost\.py, which does not exist/)
    assert.doesNotMatch(JSON.stringify(report), /hunter2/)
  })

  it('names the Dockerfile of an image, and keeps secrets of its build', async () => {
    const report = await reported({
      'template.yaml':
        'Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Metadata: { DockerContext: app, DockerBuildArgs: { TOKEN: hunter2 } }\n    Properties: { PackageType: Image }\n',
      'app/Dockerfile': 'FROM public.ecr.aws/lambda/python:3.13\nENV PASSWORD=hunter2\nCOPY . .\nCMD ["app.handler"]',
      'app/app.py': 'def handler(event, context): pass\n',
    })
    const [{ dockerfile, handler, source }] = report.definitions
    assert.deepEqual(
      [dockerfile, handler, source],
      ['app/Dockerfile', 'app.handler', { file: 'app/app.py', export: 'handler', line: 1 }],
    )
    assert.doesNotMatch(JSON.stringify(report), /hunter2/)
  })

  it('says in which file a shared value stands', async () => {
    const variables = 'variable "memory" {\n  default = 512\n}\n'
    const report = await reported({
      'main.tf': 'resource "aws_lambda_function" "fn" {\n  handler = "a.b"\n  memory_size = var.memory\n}\n',
      'variables.tf': variables,
    })
    const [{ memoryMb, spans, sharedSpans }] = report.definitions
    const { file, start, end } = sharedSpans.memory
    assert.deepEqual(
      [memoryMb, spans.memory, file, variables.slice(start, end)],
      [512, undefined, 'variables.tf', '512'],
    )
  })

  it('has a definition for each framework that is not read, which hides no likely handler', async () => {
    const report = await reported({ 'sst.config.ts': '', 'src/a.ts': 'export const handler = async (event) => {}' })
    const [{ template, kind, logicalId, source, reason }, ...others] = report.definitions
    assert.deepEqual(others, [])
    assert.deepEqual(
      [template, kind, logicalId, source, reason],
      ['sst.config.ts', 'other', 'SST', null, 'SST defines the functions here: not read yet; link it by hand.'],
    )
    assert.equal(report.handlers[0].certainty, 'likely')
  })
})
