import assert from 'node:assert/strict'
import { described, indexed, withHandlers } from './imageProject.ts'

/** A function whose image is built in `app/`, with further lines of metadata. */
function template(metadata = '', properties = ''): string {
  return `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Metadata: { DockerContext: ./app, Dockerfile: Dockerfile${metadata} }\n    Properties: { PackageType: Image${properties} }\n`
}

const lambda = 'public.ecr.aws/lambda'

describe('what a Dockerfile says of its handler', () => {
  const cases: readonly (readonly [expected: string, files: readonly string[], dockerfile: string])[] = [
    [
      'app.handler python3.13 → app/app.py#handler',
      ['app/app.py'],
      `FROM ${lambda}/python:3.13\nCOPY requirements.txt \${LAMBDA_TASK_ROOT}\nRUN pip install -r requirements.txt\nCOPY app.py \${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]`,
    ],
    [
      'app.handler python3.12 → app/src/app.py#handler',
      ['app/src/app.py'],
      `FROM amazon/aws-lambda-python:3.12-arm64\nCOPY src/ .\nCMD [ "app.handler" ]`,
    ],
    [
      'app.handler python3.12 → app/src/app.py#handler',
      ['app/src/app.py', 'app/test/app.py'],
      `FROM ${lambda}/python:3.12.2024.11.06.17\nCOPY ./src/* $LAMBDA_TASK_ROOT/\nCMD ["app.handler"]`,
    ],
    [
      'orders.api.handler python3.13 → app/orders/api.py#handler',
      ['app/orders/api.py'],
      `FROM ${lambda}/python:3.13\nCOPY orders ./orders\nCMD ["orders.api.handler"]`,
    ],
    [
      'lib.api.handler python3.13 → app/orders/api.py#handler',
      ['app/orders/api.py', 'app/billing/api.py'],
      `FROM ${lambda}/python:3.13\nCOPY orders lib\nCMD ["lib.api.handler"]`,
    ],
    [
      'main.handler python3.13 → app/lambda_function.py#handler',
      ['app/lambda_function.py'],
      `FROM ${lambda}/python:3.13\nCOPY lambda_function.py /var/task/main.py\nCMD ["main.handler"]`,
    ],
    [
      'src/index.handler nodejs22.x → app/src/index.js#handler',
      ['app/src/index.js'],
      `FROM ${lambda}/nodejs:22\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["src/index.handler"]`,
    ],
    [
      'index.handler nodejs20.x → app/index.ts#handler',
      ['app/index.ts', 'app/package.json'],
      `FROM ${lambda}/nodejs:20 as builder\nWORKDIR /usr/app\nCOPY package.json index.ts  ./\nRUN npm install\nRUN npm run build\n\nFROM ${lambda}/nodejs:20\nWORKDIR \${LAMBDA_TASK_ROOT}\nCOPY --from=builder /usr/app/dist/* ./\nCMD ["index.handler"]`,
    ],
    [
      'index.handler nodejs22.x → app/src/index.ts#handler',
      ['app/src/index.ts'],
      `FROM node:22 AS build\nWORKDIR /build\nCOPY . .\nRUN npm run build\nFROM ${lambda}/nodejs:22\nCOPY --from=build /build/dist \${LAMBDA_TASK_ROOT}\nCMD ["index.handler"]`,
    ],
    [
      'index.handler nodejs22.x → app/handlers/index.ts#handler',
      ['app/handlers/index.ts'],
      `FROM ${lambda}/nodejs:22 AS deps\nCOPY handlers handlers\nFROM deps\nCOPY --from=0 /var/task/handlers .\nCMD ["index.handler"]`,
    ],
    [
      'app.handler python3.12 → app/app/app.py#handler',
      ['app/app/app.py'],
      `ARG FUNCTION_DIR="/function"\nFROM python:3.12 AS build-image\nARG FUNCTION_DIR\nRUN mkdir -p \${FUNCTION_DIR}\nCOPY app/* \${FUNCTION_DIR}\nRUN pip install --target \${FUNCTION_DIR} awslambdaric\nFROM python:3.12-slim\nARG FUNCTION_DIR\nWORKDIR \${FUNCTION_DIR}\nCOPY --from=build-image \${FUNCTION_DIR} \${FUNCTION_DIR}\nENTRYPOINT [ "/usr/local/bin/python", "-m", "awslambdaric" ]\nCMD [ "app.handler" ]`,
    ],
    [
      'index.handler nodejs20.x → app/app/index.js#handler',
      ['app/app/index.js'],
      `ARG FUNCTION_DIR="/function"\nFROM node:20-buster AS build-image\nARG FUNCTION_DIR\nCOPY app/* \${FUNCTION_DIR}/\nFROM node:20-buster-slim\nARG FUNCTION_DIR\nWORKDIR \${FUNCTION_DIR}\nCOPY --from=build-image \${FUNCTION_DIR} \${FUNCTION_DIR}\nENTRYPOINT ["/usr/local/bin/npx", "aws-lambda-ric"]\nCMD ["index.handler"]`,
    ],
    [
      'app.handler python3.12 → app/app.py#handler',
      ['app/app.py'],
      'FROM python:3.12\nWORKDIR /code\nCOPY app.py entry.sh ./\nENTRYPOINT ["/code/entry.sh"]\nCMD ["app.handler"]',
    ],
    [
      'app.handler python3.12 → app/app.py#handler',
      ['app/app.py'],
      'FROM python:3.12\nCOPY . /code\nWORKDIR /code\nCMD ["python", "-m", "awslambdaric", "app.handler"]',
    ],
    [
      'app.handler python3.12 → app/app.py#handler',
      ['app/app.py'],
      'FROM python:3.12\nWORKDIR code\nCOPY . .\nENTRYPOINT python -m awslambdaric app.handler',
    ],
    [
      'app.handler ? → app/app.py#handler',
      ['app/app.py'],
      'FROM 123456789012.dkr.ecr.eu-west-1.amazonaws.com/base-python:7\nCOPY app.py ./\nCMD ["app.handler"]',
    ],
    [
      'app.handler ? → app/app.py#handler',
      ['app/app.py'],
      `FROM ${lambda}/python:latest\nCOPY app.py ./\nCMD ["app.handler"]`,
    ],
    [
      'app.handler python3.11 → app/app.py#handler',
      ['app/app.py'],
      `ARG VERSION=3.11\nFROM ${lambda}/python:\${VERSION}\nADD app.py .\nCMD ["app.handler"]`,
    ],
    [
      'app.handler python3.13 → app/app.py#handler',
      ['app/app.py'],
      `ARG VERSION\nFROM ${lambda}/python:\${VERSION:-3.13}\nCOPY ["app.py", "./"]\nCMD ["app.handler"]`,
    ],
    [
      'app.handler python3.13 → app/app.py#handler',
      ['app/app.py'],
      `FROM ${lambda}/python:3.13\nENV DD_LAMBDA_HANDLER="app.handler"\nCOPY app.py .\nCMD ["datadog_lambda.handler.handler"]`,
    ],
    [
      'shop/app.handler ruby3.3 → app/shop/app.rb#handler',
      ['app/shop/app.rb'],
      `FROM ${lambda}/ruby:3.3\nCOPY shop shop\nCMD ["shop/app.handler"]`,
    ],
    [
      'com.example.App::handleRequest java21 → app/src/main/java/com/example/App.java#handleRequest',
      ['app/src/main/java/com/example/App.java'],
      `FROM ${lambda}/java:21\nCOPY target/classes \${LAMBDA_TASK_ROOT}\nCMD ["com.example.App::handleRequest"]`,
    ],
    [
      'Shop::Shop.Function::Handle dotnet8 → app/src/Shop/Function.cs#Handle',
      ['app/src/Shop/Function.cs'],
      `FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nCOPY . .\nRUN dotnet publish -o /out\nFROM ${lambda}/dotnet:8\nCOPY --from=build /out .\nCMD ["Shop::Shop.Function::Handle"]`,
    ],
    [
      'main provided.al2023 → app/cmd/orders/main.go#main',
      ['app/cmd/orders/main.go', 'app/cmd/billing/main.go'],
      `FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -tags lambda.norpc -o main ./cmd/orders\nFROM ${lambda}/provided:al2023\nCOPY --from=build /src/main ./main\nENTRYPOINT ["./main"]`,
    ],
    [
      'main provided.al2023 → app/main.go#main',
      ['app/main.go'],
      'FROM golang:1.23-alpine AS build\nCOPY go.mod main.go ./\nRUN go build -o /main main.go\nFROM alpine\nCOPY --from=build /main /main\nENTRYPOINT [ "/main" ]',
    ],
    [
      'bootstrap provided.al2023 → app/src/bin/orders.rs#main',
      ['app/src/bin/orders.rs', 'app/src/bin/billing.rs', 'app/Cargo.toml'],
      `FROM rust AS build\nCOPY . .\nRUN cargo build --release\nFROM ${lambda}/provided:al2023\nCOPY --from=build /target/release/orders \${LAMBDA_RUNTIME_DIR}/bootstrap\nCMD ["bootstrap"]`,
    ],
    [
      'orders.app.handler python3.13 → app/lib/orders/app.py#handler',
      ['app/lib/orders/app.py'],
      `FROM ${lambda}/python:3.13\nCOPY . /tmp/build\nRUN pip install /tmp/build\nCMD ["orders.app.handler"]`,
    ],
    // What is not, or not yet, right.
    [
      '✗ Neither the template nor the Dockerfile names a handler (CMD).',
      ['app/app.py'],
      `FROM ${lambda}/python:3.13\nCOPY app.py .`,
    ],
    [
      '✗ The handler gone.handler points to app/gone.py, which does not exist.',
      ['app/app.py'],
      `FROM ${lambda}/python:3.13\nCOPY . .\nCMD ["gone.handler"]`,
    ],
    [
      '✗ app/app.py has no export “main”; it has handler.',
      ['app/app.py'],
      `FROM ${lambda}/python:3.13\nCOPY . .\nCMD ["app.main"]`,
    ],
    ['✗ The handler “app” is not of the form file.export.', ['app/app.js'], `FROM ${lambda}/nodejs:22\nCMD ["app"]`],
    [
      '✗ Its image starts “node server.js”, which names no handler.',
      ['app/server.js'],
      'FROM node:22\nCOPY . .\nCMD ["node", "server.js"]',
    ],
    [
      '✗ It runs a web server behind the Lambda Web Adapter, without a handler.',
      ['app/app.py'],
      'FROM python:3.12\nCOPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.0 /lambda-adapter /opt/extensions/\nCOPY app.py .\nCMD ["python", "app.py"]',
    ],
    [
      '✗ It is a container image, whose Dockerfile app/Dockerfile names no image to start from (FROM).',
      ['app/app.py'],
      '# to do\nCMD ["app.handler"]',
    ],
    [
      '✗ Its runtime is provided.al2023: there is no Go or Rust program in app.',
      [],
      `FROM ${lambda}/provided:al2023\nCMD ["bootstrap"]`,
    ],
  ]
  for (const [expected, files, dockerfile] of cases) {
    it(`${expected}: ${dockerfile.replaceAll('\n', ' ⏎ ')}`, async () => {
      const project = withHandlers(files, { 'template.yaml': template(), 'app/Dockerfile': dockerfile })
      assert.equal(await described(project), expected)
    })
  }

  it('is taken as far as it is written', async () => {
    const whole = `FROM ${lambda}/python:3.13\nCOPY app.py \${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]`
    for (let length = 0; length <= whole.length; length++) {
      const files = withHandlers(['app/app.py'], {
        'template.yaml': template(),
        'app/Dockerfile': whole.slice(0, length),
      })
      const { definitions } = await indexed(files)
      assert.equal(definitions.length, 1)
      assert.ok(definitions[0]?.source ?? definitions[0]?.reason)
    }
  })

  it('is told where it works otherwise than it looks', async () => {
    const reasons = async (command: string) => {
      const dockerfile = `FROM ${lambda}/python:3.13\nCOPY app.py .\nCMD ${command}\n`
      const { definitions, problems } = await indexed(
        withHandlers(['app/app.py'], { 'template.yaml': template(), 'app/Dockerfile': dockerfile }),
      )
      assert.equal(definitions[0]?.source?.file, 'app/app.py')
      return problems.map(({ file, reason }) => `${file}: ${reason}`)
    }
    assert.deepEqual(await reasons('["app.handler"]'), [])
    assert.deepEqual(await reasons('app.handler'), [
      'app/Dockerfile: Line 3: written so, CMD is run by a shell, and the image\'s entry point gets no handler: write CMD ["app.handler"].',
    ])
    assert.deepEqual(await reasons("['app.handler']"), [
      'app/Dockerfile: Line 3: CMD is no list of JSON, so that Docker takes it for a shell command.',
    ])
  })

  it('does not take for ever, whatever copies from whatever', async () => {
    const stages = Array.from(
      { length: 60 },
      (_, at) =>
        `FROM a AS s${at}\n${at > 0 ? `COPY --from=s${at - 1} / /\nCOPY --from=s${at - 1} /x /\n`.repeat(3) : ''}`,
    )
    const dockerfile = `${stages.join('')}FROM ${lambda}/python:3.13\nCOPY --from=s59 / /\nCMD ["app.handler"]`
    const files = withHandlers(['app/app.py'], { 'template.yaml': template(), 'app/Dockerfile': dockerfile })
    assert.equal(await described(files), 'app.handler python3.13 → app/app.py#handler')
  })
})
