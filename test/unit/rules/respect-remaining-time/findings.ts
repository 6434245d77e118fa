import type { LensSettings } from '#rules/facts.ts'
import type { RefusalCase } from '../ruleCases.ts'

export const timeout = (...seconds: readonly number[]): LensSettings => ({
  handlers: [{ exportName: 'handler', definitions: seconds.map(timeoutSeconds => ({ timeoutSeconds })) }],
})

export const imports = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand, paginateScan } from '@aws-sdk/lib-dynamodb'
import { handle, listAll } from './own.js'
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))
`

const body = (name: string, text: string): RefusalCase => ({
  name,
  code: `${imports}
export const handler = async event => {
  ${text}
}
`,
  settings: timeout(900),
  why: /timeout of 900 s .* Who goes on with the rest/,
})

export const findings: readonly RefusalCase[] = [
  body(
    'pages',
    "let ExclusiveStartKey\n  do {\n    const page = await db.send(new ScanCommand({ TableName: 't', ExclusiveStartKey }))\n    for (const item of page.Items) await handle(item)\n    ExclusiveStartKey = page.LastEvaluatedKey\n  } while (ExclusiveStartKey)",
  ),
  body(
    'pages by a paginator',
    "for await (const page of paginateScan({ client: db }, { TableName: 't' })) await handle(page)",
  ),
  body(
    'a loop without an end',
    'while (true) {\n    const batch = await listAll(event)\n    if (!batch) break\n    await handle(batch)\n  }',
  ),
  body(
    'batches by their start',
    'for (let start = 0; start < event.ids.length; start += 25) {\n    await handle(event.ids.slice(start, start + 25))\n  }',
  ),
  body('batches by their name', 'for (const batch of event.batches) await Promise.all(batch.map(handle))'),
  body('records', 'for (const record of event.Records) await handle(record)'),
  body(
    'items that were listed',
    "const { Items } = await db.send(new ScanCommand({ TableName: 't' }))\n  const data = await db.send(new ScanCommand({ TableName: 'u' }))\n  for (const item of data.Items) await handle(item)\n  return Items",
  ),
  {
    name: 'in a function that the handler calls, of two functions the one with less time',
    code: `${imports}
async function all(batches) {
  for (let i = 0; i < batches.length; i++) await handle(batches[i])
}
export const handler = event => all(event.batches)
`,
    settings: timeout(300, 60),
    why: /timeout of 60 s/,
  },
]
