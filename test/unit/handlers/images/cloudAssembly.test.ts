import assert from 'node:assert/strict'
import { cdk, described, dockerfile, type Files, found, indexed, other, project, unknownBuild } from './imageProject.ts'

describe('container images in the cloud assembly of CDK', () => {
  const assembly = (metadata: object, stack: object = {}): Files => ({
    'cdk.json': '{"app": "java -jar app.jar"}',
    'cdk.out/manifest.json': JSON.stringify({
      artifacts: {
        'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
        Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } },
      },
    }),
    'cdk.out/Shop.assets.json': JSON.stringify({
      dockerImages: { abc123: { source: { directory: 'asset.abc123', dockerFile: 'docker/other.Dockerfile' } } },
    }),
    'cdk.out/Shop.template.json': JSON.stringify({
      Resources: {
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            PackageType: 'Image',
            MemorySize: 512,
            Code: { ImageUri: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.eu-west-1.${AWS::URLSuffix}/assets:abc123' } },
            ...stack,
          },
          Metadata: { 'aws:cdk:path': 'Shop/Fn/Resource', ...metadata },
        },
      },
    }),
  })

  it('are built of the folder with the same Dockerfile, by the metadata', async () => {
    const metadata = { 'aws:asset:path': 'asset.abc123', 'aws:asset:dockerfile-path': 'Dockerfile' }
    const files = { ...assembly(metadata), 'cdk.out/asset.abc123/Dockerfile': dockerfile }
    assert.equal(await described(project(files)), found)
  })

  it('are built of the folder with the same Dockerfile, by the asset manifest', async () => {
    const text = dockerfile.replace('app.', 'other.')
    const files = { ...assembly({}), 'cdk.out/asset.abc123/docker/other.Dockerfile': text }
    assert.equal(await described(project(files)), other)
  })

  it('are told apart by their handlers where Dockerfiles are alike', async () => {
    const text = 'def handler(event, context):\n    return 2\n'
    const files = {
      ...assembly({ 'aws:asset:path': 'asset.abc123' }),
      'cdk.out/asset.abc123/Dockerfile': dockerfile,
      'cdk.out/asset.abc123/app.py': text,
      'services/billing/Dockerfile': dockerfile,
      'services/billing/app.py': text,
    }
    assert.equal(await described(project(files)), 'app.handler python3.13 → services/billing/app.py#handler')
  })

  it('have a reason where nothing tells of what they are built', async () => {
    const metadata = { 'aws:asset:path': 'asset.abc123' }
    const files = { ...assembly(metadata), 'cdk.out/asset.abc123/Dockerfile': `${dockerfile}# changed since\n` }
    assert.equal(
      await described(project(files)),
      '✗ Of which folder of the project its image is built could not be told.',
    )
    assert.equal(
      await described(project(assembly(metadata))),
      '✗ It is a container image, whose Dockerfile cdk.out/asset.abc123/Dockerfile does not exist.',
    )
    assert.equal(await described({ ...project(assembly({})), 'cdk.out/Shop.assets.json': '{' }), unknownBuild)
  })

  it('say what is deployed, and the source says what is built', async () => {
    const files = {
      ...assembly({ 'aws:asset:path': 'asset.abc123' }, { ImageConfig: { Command: ['other.handler'] } }),
      ...cdk("fromImageAsset('services/orders', { cmd: props.command })"),
    }
    const { definitions } = await indexed(project(files))
    const shown = definitions.map(({ template, memoryMb, source }) => [template, memoryMb, source?.file])
    assert.deepEqual(shown, [['bin/app.ts', 512, 'services/orders/other.py']])
  })

  it('say what is built where the source does not', async () => {
    const files = {
      ...assembly({ 'aws:asset:path': 'asset.abc123' }),
      ...cdk('fromImageAsset(props.folder)'),
      'cdk.out/asset.abc123/Dockerfile': dockerfile,
    }
    const { definitions } = await indexed(project(files))
    assert.deepEqual(
      definitions.map(({ template, source }) => [template, source?.file]),
      [['bin/app.ts', 'services/orders/app.py']],
    )
  })
})
