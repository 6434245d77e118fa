import { createInterface } from 'node:readline/promises'
import { assertConfirmed, type Caution } from '#tuning/caution.ts'

/**
 * Asks for the name of a function that may be in use, where a person can answer. Throws a `LensError`
 * (`confirmation-needed`) unless it was typed, now or as `--yes NAME`.
 */
export async function confirm(
  caution: Caution,
  name: string,
  given: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (caution.reasons.length === 0 || given !== undefined || !process.stdin.isTTY) {
    assertConfirmed(caution, name, given)
    return
  }
  for (const reason of caution.reasons) process.stderr.write(`${reason}\n`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    assertConfirmed(caution, name, await terminal.question(`Type ${name} to go on: `, { signal }))
  } finally {
    terminal.close()
  }
}
