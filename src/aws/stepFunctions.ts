/** Of the SDK's package what is used, so that a bundle has nothing else. Load this file by `import()` only. */
export {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
