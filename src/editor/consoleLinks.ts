import type { DeployedFunction } from '#telemetry/deployedFunction.ts'

/** Pages of AWS's own console about a function. */
export interface ConsoleLinks {
  readonly function: string
  readonly log: string
}

export function consoleLinks({ name, region, logGroup }: DeployedFunction): ConsoleLinks {
  const base = `https://${region}.${hostOf(region)}`
  // The console takes what stands behind # encoded twice, with $ for %.
  const group = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll('%', '$')
  return {
    function: `${base}/lambda/home?region=${region}#/functions/${encodeURIComponent(name)}`,
    log: `${base}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${group}`,
  }
}

function hostOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn'
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com'
}
