import { LensError } from '#common/errors.ts'

const limitBytes = 6 * 1024 * 1024

/**
 * Checks that a text is JSON within Lambda's limit for synchronous calls, and returns it without a byte order mark.
 * Throws a `LensError` (`bad-payload`, `payload-too-large`) that names `source` and the place.
 */
export function checkPayload(text: string, source: string): string {
  const payload = text.replace(/^\uFEFF/, '')
  try {
    JSON.parse(payload)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LensError(
      'bad-payload',
      `${source} is not JSON: ${why}.`,
      'A payload is one JSON value, such as {}.',
      error,
    )
  }
  if (new TextEncoder().encode(payload).length > limitBytes) {
    throw new LensError(
      'payload-too-large',
      `${source} is over 6 MB.`,
      'Lambda takes at most 6 MB in a synchronous call.',
    )
  }
  return payload
}
