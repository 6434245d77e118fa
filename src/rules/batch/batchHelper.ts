import type { BatchOperation } from './batchOperations.ts'

interface Style {
  readonly isTypeScript: boolean
  /** Of statements. */
  readonly end: string
  readonly lineBreak: string
}

/** A function that sends entries in batches of the service's limits, and again what was not processed. */
export function batchHelper(name: string, { most, bytes }: BatchOperation, style: Style): string {
  const { isTypeScript, end, lineBreak } = style
  const list = isTypeScript ? ': Entry[]' : ''
  const type = isTypeScript ? '<Entry>' : ''
  const send = isTypeScript ? ': (entries: Entry[]) => Promise<Entry[]>' : ''
  return [
    `/** At most ${most} entries and ${bytes} bytes a call. What was not processed is sent again, up to five times. */`,
    `async function ${name}${type}(entries${list}, send${send}) {`,
    `  let batch${list} = []${end}`,
    `  let bytes = 0${end}`,
    `  const batches = [batch]${end}`,
    '  for (const entry of entries) {',
    `    const size = Buffer.byteLength(JSON.stringify(entry))${end}`,
    `    if (batch.length === ${most} || bytes + size > ${bytes}) {`,
    `      batch = []${end}`,
    `      bytes = 0${end}`,
    `      batches.push(batch)${end}`,
    '    }',
    `    batch.push(entry)${end}`,
    `    bytes += size${end}`,
    '  }',
    '  for (let unprocessed of batches) {',
    '    for (let attempt = 1; unprocessed.length > 0; attempt++) {',
    `      if (attempt > 5) throw new Error(\`\${unprocessed.length} entries were not processed.\`)${end}`,
    `      if (attempt > 1) await new Promise(resolve => setTimeout(resolve, 50 * 2 ** attempt))${end}`,
    `      unprocessed = await send(unprocessed)${end}`,
    '    }',
    '  }',
    '}',
  ].join(lineBreak)
}
