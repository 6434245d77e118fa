/**
 * A handler of about that many lines, as grown ones look: clients, types, many functions that do a little each, and a
 * handler that calls all of them. One in ten of them has something to find.
 */
export function longHandler(lines: number): string {
  const parts: string[] = [head]
  const names: string[] = []
  let count = lineCount(head) + lineCount(handlerOf([]))
  for (let index = 0; count < lines; index++) {
    const part = index % 10 === 9 ? findable(index) : plain(index)
    names.push(index % 10 === 9 ? `report${index}` : `step${index}`)
    parts.push(part)
    count += lineCount(part) + 1
  }
  return [...parts, handlerOf(names)].join('\n')
}

function lineCount(text: string): number {
  return text.split('\n').length
}

const head = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const db = DynamoDBDocumentClient.from(new DynamoDBClient({}))
const sqs = new SQSClient({})
const TableName = process.env['TABLE'] ?? 'orders'

interface Order {
  readonly id: string
  readonly lines: readonly { readonly sku: string; readonly count: number; readonly price: number }[]
  readonly customer?: { readonly id: string; readonly name: string }
}
`

function plain(index: number): string {
  return `
/** Step ${index} of an order: its total, and what is kept of it. */
async function step${index}(order: Order): Promise<{ id: string; total: number }> {
  const { Item: known } = await db.send(new GetCommand({ TableName, Key: { pk: \`step${index}#\${order.id}\` } }))
  if (known && known['total'] > ${index}) {
    console.log('known', order.id, known['total'])
    return { id: order.id, total: Number(known['total']) }
  }
  let total = 0
  for (const { sku, count, price } of order.lines) {
    const discount = count > 10 ? 0.9 : 1
    total += Math.round(count * price * discount * 100) / 100
    if (!sku.startsWith('S')) throw new Error(\`unknown article \${sku} in \${order.id}\`)
  }
  const lines = order.lines
    .filter(line => line.count > 0)
    .map(line => ({ ...line, sum: line.count * line.price, step: ${index} }))
    .sort((a, b) => a.sum - b.sum)
  const message = { id: order.id, correlation: randomUUID(), lines, total, at: new Date().toISOString() }
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env['QUEUE'], MessageBody: JSON.stringify(message) }))
  return { id: order.id, total }
}`
}

function findable(index: number): string {
  return `
async function report${index}(order: Order): Promise<{ id: string; total: number }> {
  const s3 = new S3Client({ maxAttempts: ${index} })
  const schema = z.object({ id: z.string(), total: z.number().min(${index}) })
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'reports', Key: order.id }))
  const { Items } = await db.send(
    new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': order.id } }),
  )
  const total = Items?.map(item => Number(item['total'])).reduce((sum, one) => sum + one, 0) ?? 0
  return schema.parse({ ...JSON.parse((await Body?.transformToString()) ?? '{}'), total })
}`
}

function handlerOf(names: readonly string[]): string {
  return `
export const handler = async (event: { readonly Records: readonly { readonly body: string }[] }) => {
  const totals: number[] = []
  for (const record of event.Records) {
    const order: Order = JSON.parse(record.body)
${names.map(name => `    totals.push((await ${name}(order)).total)`).join('\n')}
  }
  return { totals }
}
`
}
