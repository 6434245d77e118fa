import { nearMisses } from './no-aws-sdk-v2/nearMisses.ts'
import { refusals } from './no-aws-sdk-v2/refusals.ts'
import { suggestions } from './no-aws-sdk-v2/suggestions.ts'
import { RuleCases } from './ruleCases.ts'

const cases = new RuleCases('no-aws-sdk-v2')
for (const one of suggestions) cases.suggestion(one)
for (const one of refusals) cases.noEdit(one)
for (const one of nearMisses) cases.silent(one)

cases.finds({
  name: 'each place that loads it, and how long that took',
  file: 'index.js',
  settings: { modules: { 'aws-sdk': { initMs: 311.6 } } },
  code: `const { config } = require('aws-sdk')
const S3 = require('aws-sdk/clients/s3')
const s3 = new S3()
exports.handler = async event => [config, await s3.headObject(event).promise()]
`,
  after: null,
  findings: [
    { says: /slow to load \(312 ms\)\. AWS\.config has no counterpart/ },
    {
      suggestions: [
        {
          title: /client-s3/,
          after: `const { config } = require('aws-sdk')
const { S3Client, HeadObjectCommand } = require('@aws-sdk/client-s3')
const s3 = new S3Client({})
exports.handler = async event => [config, await s3.send(new HeadObjectCommand(event))]
`,
        },
      ],
    },
  ],
})

cases.test()
