export const functionsPerService = 3

/**
 * The template of a service: of ten services five have SAM, one each container images, CloudFormation in JSON,
 * Serverless, CDK (every other one with what it was last made into) and Terraform.
 */
export function templateFiles(service: number, isPython: boolean): Readonly<Record<string, string>> {
  switch (service % 10) {
    case 9:
      return { 'template.json': JSON.stringify(jsonTemplate(service, isPython), null, 2) }
    case 8:
      return { 'serverless.yml': serverless(service, isPython) }
    case 7:
      return { 'main.tf': terraform(service, isPython) }
    case 6:
      return {
        'cdk.json': '{ "app": "npx tsx stack.ts" }',
        'stack.ts': cdk(service, isPython),
        ...(service % 20 === 16 && cloudAssembly(service, isPython)),
      }
    case 5:
      return { 'template.yaml': images(service), Dockerfile: dockerfile(isPython) }
    default:
      return { 'template.yaml': yamlTemplate(service, isPython) }
  }
}

function numbers(): readonly number[] {
  return Array.from({ length: functionsPerService }, (_, index) => index)
}

function serverless(service: number, isPython: boolean): string {
  const functions = numbers().map(
    index => `  task${index}:
    handler: src/task_${index}.handler
    memorySize: ${128 * (index + 1)}
    environment: { TASK: "${index}", STAGE: "\${self:provider.stage}" }
    events:
      - httpApi: GET /task/${index}
      - sqs: { arn: !GetAtt Queue.Arn, batchSize: 10, functionResponseType: ReportBatchItemFailures }
`,
  )
  return `service: service-${service}
custom: { timeout: { dev: 20, prod: 60 } }
provider:
  name: aws
  stage: \${opt:stage, 'dev'}
  runtime: ${isPython ? 'python3.13' : 'nodejs22.x'}
  timeout: \${self:custom.timeout.\${self:provider.stage}}
functions:
${functions.join('')}resources:
  Resources:
    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 120 } }
`
}

function terraform(service: number, isPython: boolean): string {
  const functions = numbers().map(
    index => `
resource "aws_lambda_function" "task_${index}" {
  function_name    = "\${local.prefix}-task-${index}"
  handler          = "src/task_${index}.handler"
  runtime          = "${isPython ? 'python3.13' : 'nodejs22.x'}"
  memory_size      = ${128 * (index + 1)}
  timeout          = var.timeout
  filename         = data.archive_file.code.output_path
  source_code_hash = data.archive_file.code.output_base64sha256
  role             = aws_iam_role.task.arn
}

resource "aws_lambda_event_source_mapping" "task_${index}" {
  event_source_arn        = aws_sqs_queue.tasks.arn
  function_name           = aws_lambda_function.task_${index}.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}
`,
  )
  return `locals {
  prefix = "service-${service}-\${var.stage}"
}
variable "stage" { default = "dev" }
variable "timeout" { default = 20 }
data "archive_file" "code" {
  type        = "zip"
  source_dir  = path.module
  output_path = "\${path.module}/code.zip"
}
resource "aws_sqs_queue" "tasks" {
  visibility_timeout_seconds = 120
}
${functions.join('')}`
}

function cdk(service: number, isPython: boolean): string {
  const functions = numbers().map(
    index => `    const task${index} = new lambda.Function(this, 'Task${index}', {
      runtime: lambda.Runtime.${isPython ? 'PYTHON_3_13' : 'NODEJS_22_X'},
      handler: 'src/task_${index}.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '.')),
      memorySize: ${128 * (index + 1)},
      timeout: Duration.seconds(20),
    })
    task${index}.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }))
`,
  )
  return `import * as path from 'node:path'
import { Duration, Stack } from 'aws-cdk-lib'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue } from 'aws-cdk-lib/aws-sqs'

export class Service${service}Stack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props)
    const queue = new Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(120) })
${functions.join('')}  }
}
`
}

/** What `cdk synth` makes of the stack. */
function cloudAssembly(service: number, isPython: boolean): Readonly<Record<string, string>> {
  const name = `Service${service}Stack`
  const functions = numbers().map(index => [
    `Task${index}1A2B3C4D`,
    {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::Region}' }, S3Key: `${service}.zip` },
        Handler: `src/task_${index}.handler`,
        Runtime: isPython ? 'python3.13' : 'nodejs22.x',
        MemorySize: 128 * (index + 1),
        Timeout: 20,
      },
      Metadata: {
        'aws:cdk:path': `${name}/Task${index}/Resource`,
        'aws:asset:path': `asset.${service}`,
        'aws:asset:property': 'Code',
      },
    },
  ])
  const properties = { templateFile: `${name}.template.json` }
  return {
    'cdk.out/manifest.json': JSON.stringify({
      version: '48.0.0',
      artifacts: { [name]: { type: 'aws:cloudformation:stack', properties } },
    }),
    [`cdk.out/${name}.template.json`]: JSON.stringify({ Resources: Object.fromEntries(functions) }, null, 1),
  }
}

function images(service: number): string {
  const functions = numbers().map(
    index => `
  Task${index}Function:
    Type: AWS::Serverless::Function
    Metadata: { DockerContext: ., Dockerfile: Dockerfile }
    Properties:
      PackageType: Image
      MemorySize: ${128 * (index + 1)}
      ImageConfig: { Command: [ "src/task_${index}.handler" ] }
`,
  )
  return `Transform: AWS::Serverless-2016-10-31\nDescription: Service ${service}\nResources:${functions.join('')}`
}

function dockerfile(isPython: boolean): string {
  const image = isPython ? 'python:3.13' : 'nodejs:22'
  return `FROM public.ecr.aws/lambda/${image}\nWORKDIR \${LAMBDA_TASK_ROOT}\nCOPY src src\nCMD [ "src/task_0.handler" ]\n`
}

function yamlTemplate(service: number, isPython: boolean): string {
  const functions = Array.from(
    { length: functionsPerService },
    (_, index) => `
  Task${index}Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "service-${service}-task-${index}-\${Stage}"
      CodeUri: .
      Handler: ${isPython ? `src.task_${index}.handler` : `dist/src/task_${index}.handler`}
      MemorySize: ${128 * (index + 1)}
      Policies:
        - DynamoDBCrudPolicy: { TableName: !Ref Table }
        - Statement:
            - Effect: Allow
              Action: [ "sqs:SendMessage", "sqs:GetQueueUrl" ]
              Resource: !GetAtt Queue.Arn
      Environment:
        Variables:
          TABLE: !Ref Table
          QUEUE_URL: !Ref Queue
          TASK: "${index}"
      Events:
        Queue:
          Type: SQS
          Properties: { Queue: !GetAtt Queue.Arn, BatchSize: 10, FunctionResponseTypes: [ ReportBatchItemFailures ] }
        Api:
          Type: HttpApi
          Properties: { Path: /task/${index}, Method: GET }
`,
  )
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: Service ${service}
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [ dev, test, prod ] }
Globals:
  Function:
    Runtime: ${isPython ? 'python3.13' : 'nodejs22.x'}
    Timeout: 20
    Architectures: [ arm64 ]
Resources:${functions.join('')}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [ { AttributeName: id, AttributeType: S } ]
      KeySchema: [ { AttributeName: id, KeyType: HASH } ]
  Queue:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 120 }
Outputs:
  TableName: { Value: !Ref Table }
`
}

function jsonTemplate(service: number, isPython: boolean): object {
  const functions = Array.from({ length: functionsPerService }, (_, index) => [
    `Task${index}Function`,
    {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: '.',
        Handler: isPython ? `src.task_${index}.handler` : `dist/src/task_${index}.handler`,
        Runtime: isPython ? 'python3.13' : 'nodejs22.x',
        MemorySize: 512,
        Timeout: 30,
        Environment: { Variables: { SERVICE: String(service), TABLE: { Ref: 'Table' } } },
      },
    },
  ])
  return { Resources: { ...Object.fromEntries(functions), Table: { Type: 'AWS::DynamoDB::Table', Properties: {} } } }
}
