import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { functionDefinitions } from '#handlers/templates/sam/functionDefinitions.ts'
import { sam } from './samTemplate.ts'
import { spanned } from '../../spanned.ts'

function read(text: string, template = 'template.yaml'): FunctionDefinition {
  const { definitions } = functionDefinitions(text, template)
  assert.equal(definitions.length, 1)
  const [definition] = definitions
  assert.ok(definition)
  return definition
}

const full = `# 😀 shop
AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Parameters:
  Memory: { Type: Number, Default: "1024" }
  Stage: { Type: String, Default: dev }
  Secret: { Type: String }
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 20
    Environment:
      Variables: { LEVEL: info, TABLE: shared, STAGE: !Ref Stage }
Resources:
  Orders: # the first
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints:
          - src/orders.ts
    Properties:
      CodeUri: services/orders/
      Handler: "orders.handler"
      MemorySize: 256 # MB
      Architectures: [ arm64 ]
      FunctionName: !Sub "shop-\${Stage}-orders"
      Environment:
        Variables:
          TABLE: !Ref Table
          LIMIT: 3
          DEBUG: true
  Table:
    Type: AWS::DynamoDB::Table
`

describe('functions of a SAM template', () => {
  it('are read with defaults for all functions, and the place of every own value', () => {
    const definition = read(full, 'app/template.yaml')
    const { spans, sharedSpans, ...rest } = definition
    assert.deepEqual(rest, {
      template: 'app/template.yaml',
      logicalId: 'Orders',
      kind: 'sam',
      functionKind: 'event',
      line: 15,
      handler: 'orders.handler',
      runtime: 'nodejs22.x',
      memoryMb: 256,
      timeoutSeconds: 20,
      functionName: 'shop-dev-orders',
      architecture: 'arm64',
      codeFolder: 'app/services/orders',
      buildMethod: 'esbuild',
      bundling: { from: 'sam', options: { target: ['es2020'], format: 'cjs', minify: true } },
      entryPoints: ['src/orders.ts'],
      eventSources: [],
      environment: { LEVEL: 'info', LIMIT: '3', DEBUG: 'true' },
      unresolved: [],
      source: null,
    })
    assert.deepEqual(spanned(full, spans), {
      architecture: 'arm64',
      codeUri: 'services/orders/',
      handler: '"orders.handler"',
      memory: '256',
    })
    assert.deepEqual(spanned(full, sharedSpans), { runtime: 'nodejs22.x', timeout: '20' })
  })

  it('are read from CRLF with a byte order mark at the same places', () => {
    const text = `\uFEFF${full.replaceAll('\n', '\r\n')}`
    const { spans, line, memoryMb } = read(text)
    assert.equal(spanned(text, spans)['memory'], '256')
    assert.deepEqual([line, memoryMb], [15, 256])
  })

  const values: readonly (readonly [string, readonly string[], Partial<FunctionDefinition>])[] = [
    ['a number as text', ['MemorySize: "512"'], { memoryMb: 512 }],
    ['nothing said', ['Handler: a.b'], { unresolved: [] }],
    ['a parameter with default', ['MemorySize: !Ref Size'], { memoryMb: 2048, unresolved: [] }],
    ['a parameter without default', ['MemorySize: !Ref Other'], { unresolved: ['memory'] }],
    ['a parameter in the long form', ['MemorySize: { Ref: Size }'], { memoryMb: 2048 }],
    ['a mapping', ['MemorySize: !FindInMap [Sizes, prod, memory]'], { memoryMb: 3008 }],
    ['a mapping by a parameter', ['MemorySize: !FindInMap [Sizes, !Ref Stage, memory]'], { memoryMb: 3008 }],
    ['a condition', ['MemorySize: !If [IsProd, 1024, 128]'], { unresolved: ['memory'] }],
    ['a name of the stack', ['FunctionName: !Sub "${AWS::StackName}-x"'], { unresolved: ['functionName'] }],
    ['joined text', ['FunctionName: !Join ["-", [shop, !Ref Stage, orders]]'], { functionName: 'shop-prod-orders' }],
    [
      'own variables of a substitution',
      ['FunctionName: !Sub ["${a}-${!b}", { a: !Ref Stage }]'],
      { functionName: 'prod-${b}' },
    ],
    ['no number at all', ['MemorySize: large'], {}],
    ['a durable function', ['DurableConfig: { ExecutionTimeout: 60 }'], { functionKind: 'durable' }],
    ['a managed instance', ['CapacityProviderConfig: { Arn: x }'], { functionKind: 'managed-instances' }],
    ['tenants', ['TenancyConfig: { TenantIsolationMode: PER_TENANT }'], { functionKind: 'tenant-isolated' }],
  ]
  const head =
    'Parameters:\n  Size: { Type: Number, Default: 2048 }\n  Other: { Type: Number }\n  Stage: { Type: String, Default: prod }\nMappings:\n  Sizes:\n    prod: { memory: 3008 }\n'
  for (const [title, properties, expected] of values) {
    it(`resolve ${title}`, () => {
      const definition: Partial<FunctionDefinition> = read(head + sam(...properties))
      const { memoryMb, functionName, functionKind, unresolved } = definition
      const plain = { memoryMb: undefined, functionName: undefined, functionKind: 'event', unresolved: [] }
      assert.deepEqual({ memoryMb, functionName, functionKind, unresolved }, { ...plain, ...expected })
    })
  }

  it('tell a shared value from an own one', () => {
    const text = head + sam('MemorySize: !Ref Size')
    const { spans, sharedSpans } = read(text)
    assert.equal(spans['memory'], undefined)
    assert.deepEqual(spanned(text, sharedSpans), { memory: '2048' })
  })

  it('say where a property can be added', () => {
    const text = sam('Handler: a.b')
    const at = read(text).spans['properties']
    assert.equal(text.slice(at?.start, at?.end).trim(), 'Handler: a.b')
  })

  const places: readonly (readonly [string, string | undefined, RegExp | undefined])[] = [
    ['CodeUri: src/', 'app/src', undefined],
    ['CodeUri: ./', 'app', undefined],
    ['CodeUri: ../lib', 'lib', undefined],
    ['Handler: a.b', 'app', undefined],
    ['CodeUri: ../../lib', undefined, /outside/],
    ['CodeUri: /var/task', undefined, /outside/],
    ['CodeUri: s3://bucket/key', undefined, /s3:\/\/bucket/],
    ['CodeUri: { Bucket: b, Key: k }', undefined, /S3/],
    ['CodeUri: !Ref Unknown', undefined, /deployed/],
    ['CodeUri: build/code.zip', undefined, /archive/],
    ['InlineCode: "exports.handler = 1"', undefined, /template itself/],
  ]
  for (const [property, folder, reason] of places) {
    it(`have their code by “${property}”`, () => {
      const definition = read(sam(property), 'app/template.yaml')
      assert.equal(definition.codeFolder, folder)
      if (reason) assert.match(definition.reason ?? '', reason)
      else assert.equal(definition.reason, undefined)
    })
  }

  it('share values by anchors and merge keys', () => {
    const text = `Shared: &shared\n  Runtime: python3.13\n  MemorySize: 512\n${sam('<<: *shared', 'MemorySize: 1024')}`
    const { runtime, memoryMb } = read(text)
    assert.deepEqual([runtime, memoryMb], ['python3.13', 1024])
  })

  it('are no endless matter when anchors and parameters refer to themselves', () => {
    const text = `A: &a\n  B: *a\n  C: &c [*c, *a]\n${sam('MemorySize: *c', 'FunctionName: !Sub &s ["${x}", { x: !Sub "${x}" }]', 'Environment: *a')}`
    assert.equal(read(text).memoryMb, undefined)
  })

  it('are no web functions with handlers', () => {
    const text = sam('CodeUri: src').replace('Serverless::Function', 'Serverless::WebFunction')
    const { functionKind, reason } = read(text)
    assert.equal(functionKind, 'web')
    assert.match(reason ?? '', /listening server/)
  })
})

describe('functions of a CloudFormation template', () => {
  const json = `{
  "Resources": {
    "Fn": {
      "Type": "AWS::Lambda::Function",
      "Properties": {
        "Code": "src",
        "Handler": "app.handler",
        "MemorySize": { "Ref": "Size" },
        "Timeout": 30,
        "Environment": { "Variables": { "A": "1", "B": { "Fn::GetAtt": ["T", "Arn"] } } }
      }
    }
  },
  "Parameters": { "Size": { "Type": "Number", "Default": 768 } }
}`
  for (const [title, text] of [
    ['two spaces', json],
    ['tabs and CRLF', json.replaceAll('  ', '\t').replaceAll('\n', '\r\n')],
  ] as const) {
    it(`are read from JSON with ${title}`, () => {
      const definition = read(text, 'stack.json')
      const { kind, memoryMb, timeoutSeconds, codeFolder, environment, line } = definition
      assert.deepEqual(
        { kind, memoryMb, timeoutSeconds, codeFolder, environment, line },
        {
          kind: 'cloudformation',
          memoryMb: 768,
          timeoutSeconds: 30,
          codeFolder: 'src',
          environment: { A: '1' },
          line: 3,
        },
      )
      assert.deepEqual(spanned(text, definition.spans), { codeUri: '"src"', handler: '"app.handler"', timeout: '30' })
    })
  }

  it('do not take the defaults of SAM', () => {
    const text = `Globals:\n  Function:\n    MemorySize: 512\n${sam('Handler: a.b').replace('Serverless::', 'Lambda::')}`
    assert.equal(read(text).memoryMb, undefined)
  })

  it('may hold their code inline', () => {
    const text = sam('Code:', '  ZipFile: |', '    def handler(e, c): pass').replace('Serverless::', 'Lambda::')
    assert.match(read(text).reason ?? '', /template itself/)
  })
})
