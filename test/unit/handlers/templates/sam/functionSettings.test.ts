import assert from 'node:assert/strict'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { functionDefinitions } from '#handlers/templates/sam/functionDefinitions.ts'
import { sam } from './samTemplate.ts'

function read(text: string): FunctionDefinition {
  const [definition] = functionDefinitions(text, 'template.yaml').definitions
  assert.ok(definition)
  return definition
}

describe('settings of a function', () => {
  const cases: readonly (readonly [string, readonly string[], Partial<FunctionDefinition>])[] = [
    ['none', ['Handler: a.b'], {}],
    ['SnapStart', ['SnapStart: { ApplyOn: PublishedVersions }'], { snapStart: true }],
    ['no SnapStart', ['SnapStart: { ApplyOn: None }'], { snapStart: false }],
    ['SnapStart by a parameter', ['SnapStart: { ApplyOn: !Ref Unknown }'], { unresolved: ['snapStart'] }],
    ['the size of /tmp', ['EphemeralStorage: { Size: 1024 }'], { ephemeralStorageMb: 1024 }],
    ['no size of /tmp', ['EphemeralStorage: { Size: big }'], {}],
    [
      'provisioned concurrency',
      ['ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 }'],
      { provisionedConcurrency: 5 },
    ],
    [
      'layers',
      ['Layers: [!Ref Lib, "arn:aws:lambda:r:1:layer:x:3", !ImportValue y]'],
      { layers: ['Lib', 'arn:aws:lambda:r:1:layer:x:3'] },
    ],
    ['an image', ['PackageType: Image'], { imageUri: '' }],
    ['a named image', ['ImageUri: 1.dkr.ecr.r.amazonaws.com/x:1'], { imageUri: '1.dkr.ecr.r.amazonaws.com/x:1' }],
    ['an image known later', ['ImageUri: !Ref Image'], { imageUri: '', unresolved: ['imageUri'] }],
  ]
  for (const [title, properties, expected] of cases) {
    it(`are read: ${title}`, () => {
      const text = `${sam(...properties)}  Lib: { Type: AWS::Serverless::LayerVersion }\n`
      const { snapStart, ephemeralStorageMb, provisionedConcurrency, layers, imageUri, unresolved } = read(text)
      const found = { snapStart, ephemeralStorageMb, provisionedConcurrency, layers, imageUri, unresolved }
      const plain = Object.fromEntries(Object.keys(found).map(key => [key, undefined]))
      assert.deepEqual(found, { ...plain, unresolved: [], ...expected })
    })
  }

  it('put shared layers before own ones', () => {
    const text = `Globals: { Function: { Layers: [a] } }\n${sam('Layers: [b]')}`
    assert.deepEqual(read(text).layers, ['a', 'b'])
  })

  it('name the Dockerfile of an image', () => {
    const text = `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Metadata: { DockerContext: ./app, Dockerfile: Dockerfile.arm }\n    Properties: { PackageType: Image }\n`
    assert.deepEqual(read(text).image, { context: 'app', dockerfile: 'app/Dockerfile.arm' })
  })

  it('name the build', () => {
    const text = `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Metadata: { BuildMethod: rust-cargolambda, BuildProperties: { Binary: orders } }\n    Properties: { Handler: bootstrap }\n`
    const { buildMethod, buildTarget, entryPoints } = read(text)
    assert.deepEqual([buildMethod, buildTarget, entryPoints], ['rust-cargolambda', 'orders', undefined])
  })
})

describe('a condition between values', () => {
  const head = 'Parameters:\n  Size: { Type: Number, Default: 2048 }\n'
  const cases: readonly (readonly [string, string, readonly (string | number)[] | undefined])[] = [
    ['literals', 'MemorySize: !If [IsProd, 1024, 128]', [1024, 128]],
    ['the long form', 'MemorySize: { "Fn::If": [IsProd, 1024, 128] }', [1024, 128]],
    ['conditions in conditions', 'MemorySize: !If [A, 1024, !If [B, 512, 128]]', [1024, 512, 128]],
    ['a parameter with default', 'MemorySize: !If [A, !Ref Size, 128]', [2048, 128]],
    ['nothing', 'MemorySize: !If [A, 1024, !Ref AWS::NoValue]', undefined],
    ['a parameter without default', 'MemorySize: !If [A, 1024, !Ref Other]', undefined],
    ['too few branches', 'MemorySize: !If [A, 1024]', undefined],
  ]
  for (const [title, property, expected] of cases) {
    it(`gives what it can be, while the value is unresolved: ${title}`, () => {
      const text = head + sam(property)
      const { memoryMb, unresolved, alternatives } = read(text)
      assert.deepEqual([memoryMb, unresolved], [undefined, ['memory']])
      assert.deepEqual(
        alternatives?.['memory']?.map(({ value }) => value),
        expected,
      )
    })
  }

  it('gives the place of each literal', () => {
    const text = sam('Timeout: !If [IsProd, 30, 3]')
    const places = read(text).alternatives?.['timeout']?.map(({ span }) => text.slice(span.start, span.end))
    assert.deepEqual(places, ['30', '3'])
  })

  it('may choose between lists', () => {
    const { architecture, alternatives } = read(sam('Architectures: !If [A, [arm64], [x86_64]]'))
    assert.equal(architecture, undefined)
    assert.deepEqual(
      alternatives?.['architecture']?.map(({ value }) => value),
      ['arm64', 'x86_64'],
    )
  })

  it('is no endless matter', () => {
    assert.equal(read(sam('MemorySize: &a !If [A, *a, 1]')).alternatives, undefined)
  })
})

describe('code that a build tool packs', () => {
  const places: readonly (readonly [string, string, string | undefined])[] = [
    ['java21', 'target/orders.jar', '.'],
    ['java21', 'orders/target/orders-1.0.jar', 'orders'],
    ['java21', 'orders/build/distributions/orders.zip', 'orders'],
    ['java21', 'orders.jar', '.'],
    ['dotnet8', 'src/Orders/bin/Release/net8.0/publish.zip', 'src/Orders'],
    ['provided.al2023', 'bin/orders.zip', '.'],
    ['nodejs24.x', 'dist/orders.zip', undefined],
    ['python3.13', 'orders.zip', undefined],
  ]
  for (const [runtime, code, folder] of places) {
    it(`lies around ${code} for ${runtime}`, () => {
      const { codeFolder, reason } = read(sam(`Runtime: ${runtime}`, `CodeUri: ${code}`))
      assert.equal(codeFolder, folder)
      assert.equal(reason?.includes('archive') ?? false, folder === undefined)
    })
  }
})

describe('nested templates', () => {
  const nested = (...resources: readonly string[]) =>
    functionDefinitions(`Resources:\n${resources.map(one => `  ${one}\n`).join('')}`, 'app/template.yaml').nested

  it('are named with the parameters that they are given', () => {
    const [found] = nested(
      'Orders: { Type: AWS::Serverless::Application, Properties: { Location: ./orders/template.yaml, Parameters: { Size: 512, Table: !Ref Table } } }',
    )
    assert.deepEqual(found, {
      logicalId: 'Orders',
      line: 2,
      template: 'app/orders/template.yaml',
      parameters: { Size: { value: 512, span: { start: 127, end: 130 }, file: 'app/template.yaml' }, Table: null },
    })
  })

  it('are named by CloudFormation stacks as well', () => {
    assert.equal(
      nested('S: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ../shared.yaml } }')[0]?.template,
      'shared.yaml',
    )
  })

  for (const location of [
    'https://s3.amazonaws.com/b/t.yaml',
    's3://b/t.yaml',
    '{ ApplicationId: arn, SemanticVersion: 1.0.0 }',
    '!Ref Url',
    '/etc/t.yaml',
    '../../t.yaml',
    './template.yaml',
  ]) {
    it(`are not in this folder: ${location}`, () => {
      assert.deepEqual(nested(`S: { Type: AWS::Serverless::Application, Properties: { Location: ${location} } }`), [])
    })
  }
})
