import { LensError } from '#common/errors.ts'

/**
 * What CloudWatch Logs says of a query, where the HTTP status does not tell enough: `query-range` and `query-malformed`,
 * `too-many-queries`, `operation-unknown` (of emulators). Other errors are returned as they are.
 */
export function queryError(error: unknown): unknown {
  if (!(error instanceof LensError) || !(error.cause instanceof Error)) return error
  const { name, message } = error.cause
  switch (name) {
    case 'LimitExceededException':
      return new LensError(
        'too-many-queries',
        'The account has as many queries of Logs Insights open as it may have.',
        'Try again in a moment.',
        error.cause,
      )
    case 'MalformedQueryException':
      return /creation time|retention/i.test(message) ? refusedRange(error.cause) : malformed(error.cause)
    case 'UnknownOperationException':
      return new LensError(
        'operation-unknown',
        `This endpoint lacks an operation of AWS: ${message}`,
        'Use one that has it, or do without what it tells.',
        error.cause,
      )
    default:
      return error
  }
}

function refusedRange(cause: Error): LensError {
  return new LensError(
    'query-range',
    `CloudWatch Logs refused the window of a query: ${cause.message}`,
    'Ask for a window in which the log group was there.',
    cause,
  )
}

function malformed(cause: Error): LensError {
  return new LensError(
    'query-malformed',
    `CloudWatch Logs does not understand a query: ${cause.message}`,
    'Look for a newer version of Lambda Lens, and report this.',
    cause,
  )
}
