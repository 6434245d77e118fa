import { lodashNames } from './lodashNames.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { importByName, loadEntries, type Narrowing } from './narrowing.ts'

/** A module that is loaded whole where a part of it would do. */
export interface WholeModule {
  /** What the finding says of it. */
  readonly messageId: 'wholeSdk' | 'wholeLibrary' | 'namespace'
  readonly narrowing: Narrowing
}

/** Services that have a module of their own in aws-sdk 2.1693.0, `aws-sdk/clients/NAME` in small letters. */
const v2Services: ReadonlySet<string> = new Set(
  `
  ACM APIGateway ApiGatewayManagementApi AppConfig Athena AutoScaling Batch BedrockRuntime CloudFormation CloudFront
  CloudTrail CloudWatch CloudWatchEvents CloudWatchLogs CodeBuild CodePipeline CognitoIdentity
  CognitoIdentityServiceProvider Comprehend ConfigService CostExplorer DynamoDB DynamoDBStreams EC2 ECR ECS EFS EKS ELBv2
  ElastiCache EventBridge Firehose Glue IAM Iot IotData KMS Kinesis Lambda LexRuntime Organizations Pinpoint Polly RDS
  RDSDataService Redshift RedshiftData Rekognition ResourceGroupsTaggingAPI Route53 S3 SES SESV2 SNS SQS SSM STS
  SageMakerRuntime Scheduler SecretsManager ServiceCatalog ServiceDiscovery SimpleDB StepFunctions Textract
  TimestreamQuery TimestreamWrite TranscribeService Translate WAFV2 XRay
`
    .trim()
    .split(/\s+/),
)

/** Whether a load brings in all of a module, and how it could be less; undefined for loads that are as they should be. */
export function wholeModule(load: ModuleLoad, code: SourceCode): WholeModule | undefined {
  const { module, node } = load
  const isNamespace =
    node.type === 'ImportDeclaration' && node.specifiers.some(({ type }) => type === 'ImportNamespaceSpecifier')
  switch (module) {
    case 'aws-sdk':
      return { messageId: 'wholeSdk', narrowing: loadEntries(load, v2Entries, code) }
    case 'lodash':
      return { messageId: 'wholeLibrary', narrowing: loadEntries(load, lodashEntries, code) }
    case 'lodash-es': {
      const isDefault =
        node.type === 'ImportDeclaration' && node.specifiers.some(({ type }) => type === 'ImportDefaultSpecifier')
      if (!isDefault) return
      return { messageId: 'wholeLibrary', narrowing: importByName(load, name => lodashNames.has(name), code) }
    }
    case 'googleapis':
      return {
        messageId: 'wholeLibrary',
        narrowing: { why: 'It holds the clients of all Google APIs; @googleapis/NAME holds one.' },
      }
    case 'date-fns':
      // Bundlers leave out what is not used of its ES modules, but not where it is required.
      if (node.type === 'ImportDeclaration') return
      return {
        messageId: 'wholeLibrary',
        narrowing: { why: 'Which modules its functions have depends on its version.' },
      }
    default:
      if (!isNamespace || !/^@aws-sdk\/(client|lib)-/.test(module)) return
      return { messageId: 'namespace', narrowing: importByName(load, name => name !== 'default', code) }
  }
}

const v2Entries = {
  entryOf: (name: string) => (v2Services.has(name) ? `aws-sdk/clients/${name.toLowerCase()}` : undefined),
  otherName: (name: string) => `Aws${name}`,
}

const lodashEntries = {
  entryOf: (name: string) => (lodashNames.has(name) ? `lodash/${name}` : undefined),
  otherName: (name: string) => `lodash${name.charAt(0).toUpperCase()}${name.slice(1)}`,
}
