import assert from 'node:assert/strict'
import { EditedProject } from '../editedProject.ts'
import { cdk, described, dockerfile, type Files, found, indexed, other, project, unknownBuild } from './imageProject.ts'

function sam(metadata: string, properties = '', type = 'Serverless'): Files {
  return {
    'template.yaml': `Resources:\n  Fn:\n    Type: AWS::${type}::Function\n    Metadata: { ${metadata} }\n    Properties: { PackageType: Image, ${properties} }\n`,
  }
}

function serverless(image: string, settings: string): Files {
  return {
    'serverless.yml': `service: s\nprovider: { name: aws, ecr: { images: { orders: { ${settings} } } } }\nfunctions: { fn: { image: ${image} } }\n`,
  }
}

function cdkPython(code: string): Files {
  return {
    'cdk.json': '{"app": "python3 app.py"}',
    'app.py': `from aws_cdk import aws_lambda as _lambda\n_lambda.DockerImageFunction(self, "Fn", code=_lambda.DockerImageCode.${code})\n`,
  }
}

function terraform(text: string): Files {
  return { 'main.tf': text }
}

const lambdaModule = 'module "fn" {\n  source = "terraform-aws-modules/lambda/aws"\n  create_package = false\n'
const buildModule = 'module "image" {\n  source = "terraform-aws-modules/lambda/aws//modules/docker-build"\n'

describe('container images', () => {
  const cases: Readonly<Record<string, readonly (readonly [expected: string, files: Files])[]>> = {
    'of SAM and CloudFormation': [
      [found, sam('DockerContext: ./services/orders, Dockerfile: Dockerfile')],
      [found, sam('DockerContext: services/orders')],
      [found, sam('DockerContext: services/orders, Dockerfile: ./Dockerfile', '', 'Lambda')],
      [other, sam('DockerContext: services/orders, Dockerfile: docker/other.Dockerfile')],
      [
        other,
        sam('DockerContext: services/orders, Dockerfile: Dockerfile', 'ImageConfig: { Command: [other.handler] }'),
      ],
      [other, sam('DockerContext: services/orders', 'ImageConfig: { Command: other.handler }')],
      [other, sam('DockerContext: services/orders, Dockerfile: Stages, DockerBuildTarget: other')],
      [found, sam('DockerContext: services/orders, Dockerfile: Argument, DockerBuildArgs: { LANG: "python:3.13" }')],
      [
        '✗ It is a container image, whose Dockerfile services/orders/Stages has no stage “gone”.',
        sam('DockerContext: services/orders, Dockerfile: Stages, DockerBuildTarget: gone'),
      ],
      [
        '✗ It is a container image, whose Dockerfile services/gone/Dockerfile does not exist.',
        sam('DockerContext: services/gone'),
      ],
      [unknownBuild, sam('')],
      [unknownBuild, sam('DockerContext: ../elsewhere')],
      ['other.handler ? → services/orders/other.py#handler', sam('', 'ImageConfig: { Command: [other.handler] }')],
      [
        '✗ It is a container image, and nothing says of which folder the handler gone.handler comes.',
        sam('', 'ImageConfig: { Command: [gone.handler] }'),
      ],
      [unknownBuild, sam('', 'ImageConfig: { Command: [!Ref Handler] }')],
    ],
    'of the Serverless Framework': [
      [found, serverless('orders', 'path: ./services/orders')],
      [found, serverless('{ name: orders }', 'path: services/orders/, file: Dockerfile')],
      [other, serverless('orders', 'path: services/orders, file: docker/other.Dockerfile')],
      [other, serverless('{ name: orders, command: [other.handler] }', 'path: services/orders')],
      [
        found,
        serverless(
          'orders',
          'path: services/orders, file: Argument, buildArgs: { LANG: "python:${self:custom.v, \'3.13\'}" }',
        ),
      ],
      [other, serverless('orders', 'path: services/orders, file: Stages, buildOptions: ["--target", "other"]')],
      [unknownBuild, serverless('gone', 'path: services/orders')],
      [unknownBuild, serverless('orders', 'uri: 1.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:1')],
      [
        'other.handler ? → services/orders/other.py#handler',
        serverless('{ uri: 1.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:1, command: [other.handler] }', ''),
      ],
    ],
    'of CDK': [
      [found, cdk("fromImageAsset('services/orders')")],
      [found, cdk("fromImageAsset(path.join(__dirname, '../services/orders'), { file: 'Dockerfile' })")],
      [other, cdk("fromImageAsset('services/orders', { file: 'docker/other.Dockerfile' })")],
      [other, cdk("fromImageAsset('services/orders', { cmd: ['other.handler'] })")],
      [other, cdk("fromImageAsset(folder, { file: 'Stages', target: 'other' })", "const folder = 'services/orders'")],
      [found, cdk("fromImageAsset('services/orders', { file: 'Argument', buildArgs: { LANG: 'python:3.13' } })")],
      [unknownBuild, cdk('fromEcr(repository)')],
      ['other.handler ? → services/orders/other.py#handler', cdk("fromEcr(repository, { cmd: ['other.handler'] })")],
      [unknownBuild, cdk('fromImageAsset(props.folder)')],
      [
        '✗ It is a container image, whose Dockerfile services/gone/Dockerfile does not exist.',
        cdk("fromImageAsset('services/gone')"),
      ],
      [found, cdkPython('from_image_asset("services/orders")')],
      [other, cdkPython('from_image_asset("services/orders", cmd=["other.handler"])')],
      [other, cdkPython('from_image_asset(directory="services/orders", file="Stages", target="other")')],
      [found, cdkPython('from_image_asset("services/orders", file="Argument", build_args={"LANG": "python:3.13"})')],
      [unknownBuild, cdkPython('from_ecr(repository)')],
    ],
    'of Terraform': [
      [
        other,
        terraform(
          'resource "docker_image" "app" {\n  name = "app"\n  build {\n    context = "${path.module}/services/orders"\n    dockerfile = "docker/other.Dockerfile"\n  }\n}\nresource "docker_registry_image" "app" {\n  name = docker_image.app.name\n}\nresource "aws_lambda_function" "fn" {\n  package_type = "Image"\n  image_uri = docker_registry_image.app.name\n}\n',
        ),
      ],
      [
        found,
        terraform(
          'resource "docker_image" "app" {\n  name = "${aws_ecr_repository.app.repository_url}:latest"\n  build {\n    context = "services/orders"\n  }\n}\nresource "aws_lambda_function" "fn" {\n  package_type = "Image"\n  image_uri = "${aws_ecr_repository.app.repository_url}:${var.version}"\n}\n',
        ),
      ],
      [
        'other.handler ? → services/orders/other.py#handler',
        terraform(
          'resource "aws_lambda_function" "fn" {\n  package_type = "Image"\n  image_uri = var.image\n  image_config {\n    command = ["other.handler"]\n  }\n}\n',
        ),
      ],
      [
        found,
        terraform(
          `${lambdaModule}  image_uri = module.image.image_uri\n}\n${buildModule}  source_path = "services/orders"\n}\n`,
        ),
      ],
      [
        other,
        terraform(
          `${lambdaModule}  image_uri = module.image.image_uri\n  package_type = "Image"\n  image_config_command = ["other.handler"]\n}\n${buildModule}  source_path = "\${path.root}/services/orders"\n}\n`,
        ),
      ],
      [
        found,
        terraform(
          `${lambdaModule}  image_uri = module.image.image_uri\n}\n${buildModule}  source_path = "services/orders"\n  docker_file_path = "Argument"\n  build_args = { LANG = "python:3.13" }\n}\n`,
        ),
      ],
      [
        found,
        {
          'main.tf.json': JSON.stringify({
            resource: {
              docker_image: { app: { name: 'app', build: { context: 'services/orders' } } },
              aws_lambda_function: { fn: { package_type: 'Image', image_uri: '${docker_image.app.name}' } },
            },
          }),
        },
      ],
      [
        unknownBuild,
        terraform('resource "aws_lambda_function" "fn" {\n  image_uri = "1.dkr.ecr.eu-west-1.amazonaws.com/x:1"\n}\n'),
      ],
      [unknownBuild, terraform(`${lambdaModule}  image_uri = module.gone.image_uri\n}\n`)],
      [
        unknownBuild,
        terraform(
          `${lambdaModule}  image_uri = local.uri\n}\n${buildModule}  source_path = var.folder\n}\nlocals {\n  uri = module.image.image_uri\n}\n`,
        ),
      ],
    ],
  }
  for (const [title, table] of Object.entries(cases)) {
    describe(title, () => {
      for (const [expected, files] of table) {
        it(`${expected}: ${Object.values(files).at(-1)?.replaceAll('\n', ' ⏎ ')}`, async () => {
          assert.equal(await described(project(files)), expected)
        })
      }
    })
  }

  it('have the folder of their code, so that it can be packaged', async () => {
    const files = { ...sam('DockerContext: services'), 'services/Dockerfile': dockerfile.replace('. .', 'orders/ .') }
    const { definitions } = await indexed(project(files))
    assert.deepEqual(
      definitions.map(({ codeFolder, target }) => [codeFolder, target]),
      [['services/orders', { file: 'services/orders/app.py', exportName: 'handler' }]],
    )
  })

  it('have handlers in the index like any other', async () => {
    const { handlers } = await indexed(project(sam('DockerContext: services/orders')))
    assert.deepEqual(
      handlers.map(({ file, exportName, certainty, definition }) => [file, exportName, certainty, definition]),
      [['services/orders/app.py', 'handler', 'certain', { template: 'template.yaml', logicalId: 'Fn' }]],
    )
  })

  it('are followed when their Dockerfile changes, comes or goes', async () => {
    const edited = new EditedProject(project(sam('DockerContext: services/orders')))
    await edited.change({})
    const place = async (text: string | undefined) => {
      const { index, read } = await edited.change({ 'services/orders/Dockerfile': text })
      return [index.definitions[0]?.source?.file ?? index.definitions[0]?.reason, ...read]
    }
    assert.deepEqual(await place(dockerfile.replace('app.', 'other.')), [
      'services/orders/other.py',
      'services/orders/Dockerfile',
      'services/orders/other.py',
      'template.yaml',
    ])
    const [gone] = await place(undefined)
    assert.match(gone ?? '', /services\/orders\/Dockerfile does not exist/)
    const [back] = await place(dockerfile)
    assert.equal(back, 'services/orders/app.py')
  })
})
