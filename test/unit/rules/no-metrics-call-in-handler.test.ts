import type { LensSettings } from '#rules/facts.ts'
import { type RuleCase, RuleCases } from './ruleCases.ts'

const inHandler = (name: string, body: string): RuleCase => ({
  name,
  code: `import { CloudWatch, CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
const cloudwatch = new CloudWatchClient({})
const aggregated = new CloudWatch({})
export const handler = async event => {
  ${body}
}
`,
})

const put =
  "cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: 'orders', Value: 1 }] }))"
const scheduledBy = (...types: readonly ('schedule' | 'sqs')[]): LensSettings => ({
  handlers: [
    {
      exportName: 'handler',
      definitions: [
        { eventSources: types.map(type => ({ name: 'Source', type, line: 1, spans: {}, unresolved: [] })) },
      ],
    },
  ],
})

const cases = new RuleCases('no-metrics-call-in-handler')
const why = /Powertools/
for (const one of [
  inHandler('one that is awaited', `await ${put}`),
  inHandler('one beside other work', `await Promise.all([save(event), ${put}])`),
  inHandler('one in a branch', `if (event.isNew) await ${put}\n  return event`),
  inHandler('a client of all commands', "await aggregated.putMetricData({ Namespace: 'Shop', MetricData: [] })"),
  inHandler('one that then logs', `return ${put}.then(console.log)`),
  { ...inHandler('a function with a schedule and a queue', `await ${put}`), settings: scheduledBy('schedule', 'sqs') },
  {
    name: 'v2',
    code: `const AWS = require('aws-sdk')
const cloudwatch = new AWS.CloudWatch()
exports.handler = async event => {
  await cloudwatch.putMetricData({ Namespace: 'Shop', MetricData: [] }).promise()
}
`,
  },
])
  cases.noEdit({ ...one, why })

for (const one of [
  inHandler('a metric in the log', 'console.log(JSON.stringify({ _aws: { Timestamp: Date.now() }, orders: 1 }))'),
  inHandler('metrics that are read', 'return cloudwatch.send(new ListMetricsCommand({}))'),
  inHandler('nobody waits', `void ${put}`),
  inHandler('another client’s method', 'await event.metrics.putMetricData({})'),
  inHandler('a function that nobody calls', `const count = () => ${put}\n  return event`),
  { ...inHandler('a function on a schedule', `await ${put}`), settings: scheduledBy('schedule') },
  {
    name: 'a metric of the environment’s start',
    code: `import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
await new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [] }))
export const handler = async event => event
`,
  },
])
  cases.silent(one)
cases.test()
