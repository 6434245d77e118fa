import type { SuggestionCase } from '../ruleCases.ts'
import { queue, reporting } from './sources.ts'

const title = /^Answer with the (message|record)s that failed/

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'a loop over messages',
    title,
    settings: reporting('sqs'),
    code: `export const handler = async event => {
  for (const record of event.Records) {
    // An order.
    const order = JSON.parse(record.body)
    await save(order)
  }
}
`,
    after: `export const handler = async event => {
  const batchItemFailures = []
  for (const record of event.Records) {
    try {
      // An order.
      const order = JSON.parse(record.body)
      await save(order)
    } catch (error) {
      console.error(error)
      batchItemFailures.push({ itemIdentifier: record.messageId })
    }
  }
  return { batchItemFailures }
}
`,
  },
  {
    name: 'a FIFO queue, which stops at the first failure',
    title: /the first one that fails ends it$/,
    settings: reporting('sqs', { queue: { ...queue, fifo: true } }),
    code: `exports.handler = async function (event) {
  for (const { ...message } of []) console.log(message);
  for (const message of event.Records) {
    await save(JSON.parse(message.body));
  }
  return 'done';
};
const fs = require('fs');
`,
    after: `exports.handler = async function (event) {
  for (const { ...message } of []) console.log(message);
  for (const message of event.Records) {
    try {
      await save(JSON.parse(message.body));
    } catch (error) {
      console.error(error);
      // What comes after it must not overtake it.
      const failed = event.Records.slice(event.Records.indexOf(message));
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };
};
const fs = require('fs');
`,
  },
  {
    name: 'a FIFO queue by its ARN, in a loop of one line, an answer that nobody reads',
    title,
    settings: reporting('sqs', { source: 'arn:aws:sqs:eu-west-1:123456789012:orders.fifo', queue: undefined as never }),
    code: `export async function handler({ Records }) {
\tfor (const message of Records) await save(message.body)
\tconsole.log('done')
\treturn { statusCode: 200, body: JSON.stringify('done') }
}
`,
    after: `export async function handler({ Records }) {
\tfor (const message of Records) {
\t\ttry {
\t\t\tawait save(message.body)
\t\t} catch (error) {
\t\t\tconsole.error(error)
\t\t\t// What comes after it must not overtake it.
\t\t\tconst failed = Records.slice(Records.indexOf(message))
\t\t\treturn { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
\t\t}
\t}
\tconsole.log('done')
\treturn { batchItemFailures: [] }
}
`,
  },
  {
    name: 'a Kinesis stream, which goes on from what failed',
    title,
    settings: reporting('kinesis'),
    code: `export const handler = async event => {
  for (const record of event.Records) {
    await save(Buffer.from(record.kinesis.data, 'base64').toString())
  }
}
`,
    after: `export const handler = async event => {
  for (const record of event.Records) {
    try {
      await save(Buffer.from(record.kinesis.data, 'base64').toString())
    } catch (error) {
      console.error(error)
      // The stream goes on from here.
      return { batchItemFailures: [{ itemIdentifier: record.kinesis.sequenceNumber }] }
    }
  }
  return { batchItemFailures: [] }
}
`,
  },
  {
    name: 'a DynamoDB stream in TypeScript',
    title,
    file: 'handler.ts',
    settings: reporting('dynamodb'),
    code: `import type { DynamoDBStreamHandler } from 'aws-lambda'

export const handler: DynamoDBStreamHandler = async event => {
  for (const record of event.Records) {
    await save(record)
  }
}
`,
    after: `import type { DynamoDBStreamHandler } from 'aws-lambda'

export const handler: DynamoDBStreamHandler = async event => {
  for (const record of event.Records) {
    try {
      await save(record)
    } catch (error) {
      console.error(error)
      // The stream goes on from here.
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] }
    }
  }
  return { batchItemFailures: [] }
}
`,
  },
  {
    name: 'messages at the same time',
    title,
    file: 'handler.ts',
    settings: reporting('sqs'),
    code: `import type { SQSEvent } from 'aws-lambda'

export const handler = async (event: SQSEvent) => {
  await Promise.all(event.Records.map(async record => {
    if (!record.body) return
    await save(\`
 \${record.body}\`)
  }))
}
`,
    after: `import type { SQSEvent } from 'aws-lambda'

export const handler = async (event: SQSEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = []
  await Promise.all(event.Records.map(async record => {
    try {
      if (!record.body) return
      await save(\`
 \${record.body}\`)
    } catch (error) {
      console.error(error)
      batchItemFailures.push({ itemIdentifier: record.messageId })
    }
  }))
  return { batchItemFailures }
}
`,
  },
  {
    name: 'a callback without a body',
    title,
    settings: reporting('sqs'),
    code: `export const handler = async event => {
  const { Records } = event
  await Promise.all(Records.map(message => save(message.body)))
}
`,
    after: `export const handler = async event => {
  const { Records } = event
  const batchItemFailures = []
  await Promise.all(Records.map(async message => {
    try {
      await save(message.body)
    } catch (error) {
      console.error(error)
      batchItemFailures.push({ itemIdentifier: message.messageId })
    }
  }))
  return { batchItemFailures }
}
`,
  },
  {
    name: 'Windows line ends, and a variable called error',
    title,
    settings: reporting('sqs'),
    code: 'export const handler = async event => {\r\n  for (const error of event.Records) {\r\n    await save(error.body)\r\n  }\r\n}\r\n',
    after:
      'export const handler = async event => {\r\n  const batchItemFailures = []\r\n  for (const error of event.Records) {\r\n    try {\r\n      await save(error.body)\r\n    } catch (error2) {\r\n      console.error(error2)\r\n      batchItemFailures.push({ itemIdentifier: error.messageId })\r\n    }\r\n  }\r\n  return { batchItemFailures }\r\n}\r\n',
  },
]
