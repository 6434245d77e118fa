import type { SuggestionCase } from '../ruleCases.ts'

export const suggestions: readonly SuggestionCase[] = [
  {
    name: 'objects of a bucket, as many as the event has',
    code: `import { S3Client, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})

export const handler = async event => {
  const sizes = []
  for (const key of event.keys ?? [event.key]) {
    // The body is not needed.
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: key }))
    sizes.push({ key, ContentLength })
  }
  return sizes
}
`,
    title: /ten at the same time/,
    after: `import { S3Client, HeadObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})

export const handler = async event => {
  const sizes = []
  const all = [...event.keys ?? [event.key]]
  for (let start = 0; start < all.length; start += 10) {
    const next = all.slice(start, start + 10)
    sizes.push(...(await Promise.all(next.map(async key => {
      // The body is not needed.
      const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: key }))
      return { key, ContentLength }
    }))))
  }
  return sizes
}
`,
  },
  {
    name: 'an array by its name, by the SDK v2, with semicolons and four columns',
    file: 'index.js',
    code: `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();

exports.handler = async event => {
    const ids = (event.ids || ['a', 'b']).filter(Boolean);
    const found = [];
    for (const id of ids) {
        found.push(await db.get({
            TableName: 't',
            Key: { id },
        }).promise());
    }
    return found;
};
`,
    title: /ten at the same time/,
    after: `const AWS = require('aws-sdk');
const db = new AWS.DynamoDB.DocumentClient();

exports.handler = async event => {
    const ids = (event.ids || ['a', 'b']).filter(Boolean);
    const found = [];
    for (let start = 0; start < ids.length; start += 10) {
        const next = ids.slice(start, start + 10);
        found.push(...(await Promise.all(next.map(async id => await db.get({
            TableName: 't',
            Key: { id },
        }).promise()))));
    }
    return found;
};
`,
  },
  {
    name: 'a few that are written out, and what they list',
    file: 'handler.ts',
    code: `import { ListObjectsV2Command } from '@aws-sdk/client-s3'
const s3 = { send: async (_: unknown) => ({ Contents: ['a', 'b'] }) }

export const handler = async (event: { id: string }) => {
  const keys: string[] = []
  for (const kind of ['in', 'out']) {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: kind + '/' + event.id }))
    keys.push(...(Contents ?? []))
  }
  return [event.id, keys]
}
`,
    title: /all at the same time/,
    after: `import { ListObjectsV2Command } from '@aws-sdk/client-s3'
const s3 = { send: async (_: unknown) => ({ Contents: ['a', 'b'] }) }

export const handler = async (event: { id: string }) => {
  const keys: string[] = []
  keys.push(...(await Promise.all(['in', 'out'].map(async kind => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: kind + '/' + event.id }))
    return Contents ?? []
  }))).flat())
  return [event.id, keys]
}
`,
  },
  {
    name: 'messages of a queue without an order, ten at the most, and a function that reads',
    code: `import fetch from 'node-fetch'

const load = async url => {
  const answer = await fetch(url)
  return answer.json()
}

export const handler = async event => {
  const found = []
  for (const { body } of event.Records ?? []) {
    found.push(await load('https://example.com/' + body))
  }
  return found
}
`,
    settings: {
      handlers: [
        {
          exportName: 'handler',
          definitions: [
            {
              eventSources: [
                {
                  name: 'q',
                  type: 'sqs',
                  line: 1,
                  source: 'arn:aws:sqs:eu-west-1:1:orders',
                  batchSize: 10,
                  spans: {},
                  unresolved: [],
                },
              ],
            },
          ],
        },
      ],
    },
    title: /all at the same time/,
    after: `import fetch from 'node-fetch'

const load = async url => {
  const answer = await fetch(url)
  return answer.json()
}

export const handler = async event => {
  const found = []
  found.push(...(await Promise.all((event.Records ?? []).map(async ({ body }) => await load('https://example.com/' + body)))))
  return found
}
`,
  },
]
