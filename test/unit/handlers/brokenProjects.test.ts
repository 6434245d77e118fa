import assert from 'node:assert/strict'
import { indexProject, type ProjectIndex } from '#handlers/projectIndex.ts'
import { MemoryProject, template } from './memoryProject.ts'

function good(): Map<string, string> {
  return new Map([
    ['template.yaml', template({ Good: 'good.handler' })],
    ['src/good.js', 'exports.handler = () => {}'],
  ])
}

/** The good function is found whatever stands beside it. */
async function indexGood(files: ReadonlyMap<string, string>): Promise<ProjectIndex> {
  const found = await indexProject(new MemoryProject(Object.fromEntries(files)), new AbortController().signal)
  assert.equal(found.definitions.find(({ logicalId }) => logicalId === 'Good')?.source?.file, 'src/good.js')
  return found
}

describe('a project that is broken', () => {
  it('is no obstacle: source and Dockerfiles that are half written', async () => {
    const files = good()
    const sources: Readonly<Record<string, string>> = {
      'js/a.ts':
        'import { x } from "./x"\nexport const handler = middy(async ({ Records }: Event) => `${Records.map(r => r.id)}`).use(x())\n',
      'py/a.py':
        'from x import (\n    y,\n)\n@wrap(level="info")\ndef handler(event, context):\n    return {"a": [f"{event}"]}\n',
      'img/Dockerfile':
        'FROM public.ecr.aws/lambda/python:3.13 AS a\nARG X="1"\nCOPY --from=a [ "a.py", "./" ]\nRUN <<EOF\nx\nEOF\nCMD [ "a.handler" ]\n',
      'go/main.go':
        'package main\nimport "github.com/aws/aws-lambda-go/lambda"\nfunc main() { lambda.Start(func() (string, error) { return "a", nil }) }\n',
      'rb/a.rb': 'module A\n  class B\n    def self.handler(event:, context:)\n      "#{event}"\n    end\n  end\nend\n',
      'java/a/H.java':
        'package a;\npublic class H implements RequestHandler<String, String> {\n  public String handleRequest(String s, Context c) { return "{" + s; }\n}\n',
    }
    const handlers: Readonly<Record<string, readonly [string, string]>> = {
      js: ['a.handler', 'nodejs24.x'],
      py: ['a.handler', 'python3.13'],
      go: ['bootstrap', 'provided.al2023'],
      rb: ['a.A::B.handler', 'ruby3.4'],
      java: ['a.H::handleRequest', 'java21'],
    }
    const functions = Object.entries(handlers).map(
      ([folder, [handler, runtime]]) =>
        `  F${folder}: { Type: AWS::Serverless::Function, Properties: { CodeUri: ${folder}, Handler: "${handler}", Runtime: ${runtime} } }\n`,
    )
    const image = `  Fimg: { Type: AWS::Serverless::Function, Properties: { PackageType: Image }, Metadata: { DockerContext: img } }\n`
    files.set('half.yaml', `Resources:\n${functions.join('')}${image}`)
    const longest = Math.max(...Object.values(sources).map(text => text.length))
    for (let length = 0; length < longest; length += 11) {
      for (const [file, text] of Object.entries(sources)) files.set(file, text.slice(0, length))
      const { definitions } = await indexGood(files)
      const half = definitions.filter(({ template: file }) => file === 'half.yaml')
      assert.equal(half.length, 6)
      for (const { source, reason } of half) assert.ok(source ?? reason)
    }
  })

  it('is no obstacle: what refers to itself', async () => {
    const files = good()
    files.set(
      'anchors.yaml',
      'Resources: &r\n  A: &a\n    Type: AWS::Serverless::Function\n    Properties: { Handler: good.handler, Again: *a, All: *r }\n',
    )
    files.set(
      'parameters.yaml',
      'Parameters: { A: { Default: !Ref A } }\nMappings: { M: { a: { b: !FindInMap [M, a, b] } } }\nResources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: !Ref A, MemorySize: !FindInMap [M, a, b], CodeUri: src }\n',
    )
    files.set(
      'nested/a.yaml',
      'Resources: { B: { Type: AWS::Serverless::Application, Properties: { Location: b.yaml } } }',
    )
    files.set(
      'nested/b.yaml',
      'Resources: { A: { Type: AWS::Serverless::Application, Properties: { Location: a.yaml } } }',
    )
    files.set(
      'sls/serverless.yml',
      'service: s\nprovider: { name: aws, memorySize: "${self:provider.memorySize}" }\ncustom: "${file(serverless.yml):custom}"\nfunctions: { a: { handler: "${self:functions.a.handler}", timeout: "${self:custom.t}" } }\n',
    )
    files.set(
      'tf/main.tf',
      'locals {\n  a = local.b\n  b = local.a\n}\nmodule "m" {\n  source = "./"\n}\noutput "o" {\n  value = module.m.o\n}\nresource "aws_lambda_function" "f" {\n  handler = local.a\n  memory_size = var.m\n}\nresource "aws_lambda_event_source_mapping" "e" {\n  function_name = module.m.o\n}\nresource "aws_lambda_alias" "l" {\n  function_name = aws_lambda_alias.l.arn\n}\n',
    )
    files.set('cdk/cdk.json', '{ "app": "npx tsx app.ts" }')
    files.set(
      'cdk/app.ts',
      "import { a } from './b'\nimport { Function } from 'aws-cdk-lib/aws-lambda'\nexport const c = a.c, d = d\nnew Function(this, d, { memorySize: a, timeout: c, ...c })\n",
    )
    files.set('cdk/b.ts', "export { c as a } from './app'\nexport * from './b'\n")
    files.set(
      'img.yaml',
      'Resources: { F: { Type: AWS::Serverless::Function, Properties: { PackageType: Image }, Metadata: { DockerContext: img } } }',
    )
    files.set(
      'img/Dockerfile',
      'ARG A=$A\nFROM a AS a\nENV X=$X$X\nCOPY --from=a / /\nFROM a AS a\nCOPY --from=a / /\nCMD ["a.b"]\n',
    )
    files.set('src/loop.js', 'exports.handler = a; const a = b, b = wrap(a)\n')
    files.set('src/ring.js', 'module.exports = require("./ring")\n')
    files.set('ring.yaml', template({ Loop: 'loop.handler', Ring: 'ring.handler' }))
    const { definitions } = await indexGood(files)
    const told = definitions.map(
      ({ logicalId, source, reason }) => `${logicalId} ${source ? 'found' : (reason ?? '').slice(0, 1)}`,
    )
    assert.ok(
      definitions.every(({ source, reason }) => source ?? reason),
      told.join(', '),
    )
    assert.ok(definitions.length >= 8, told.join(', '))
  })
})
