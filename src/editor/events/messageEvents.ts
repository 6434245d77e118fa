import { createHash } from 'node:crypto'
import {
  account,
  arnOf,
  type EventTemplate,
  epochMs,
  nameOf,
  orderJson,
  region,
  requestId,
  sourceIp,
  time,
} from './eventTemplate.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqs: EventTemplate = {
  label: 'SQS',
  types: ['sqs'],
  event(source) {
    const isFifo = source?.queue?.fifo === true || source?.source?.endsWith('.fifo') === true
    const fifo = { MessageGroupId: '1', MessageDeduplicationId: requestId, SequenceNumber: '18849496460467696128' }
    return {
      Records: [
        {
          messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
          receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
          body: orderJson,
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(epochMs),
            SenderId: account,
            ApproximateFirstReceiveTimestamp: String(epochMs + 5),
            ...(isFifo ? fifo : {}),
          },
          messageAttributes: {},
          md5OfBody: createHash('md5').update(orderJson).digest('hex'),
          eventSource: 'aws:sqs',
          eventSourceARN: arnOf(source, 'sqs', name => name),
          awsRegion: region,
        },
      ],
    }
  },
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export const sns: EventTemplate = {
  label: 'SNS',
  types: ['sns'],
  event(source) {
    const topic = arnOf(source, 'sns', name => name)
    return {
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: `${topic}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
          Sns: {
            Type: 'Notification',
            MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
            TopicArn: topic,
            Subject: 'Order placed',
            Message: orderJson,
            Timestamp: time,
            SignatureVersion: '1',
            Signature: 'EXAMPLE',
            SigningCertUrl: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
            UnsubscribeUrl: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
            MessageAttributes: {},
          },
        },
      ],
    }
  },
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const s3: EventTemplate = {
  label: 'S3',
  types: ['s3'],
  event(source) {
    const bucket = nameOf(source, 'example-bucket')
    return {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: region,
          eventTime: time,
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: 'AWS:EXAMPLE' },
          requestParameters: { sourceIPAddress: sourceIp },
          responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'EXAMPLE' },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: source?.name ?? 'example',
            bucket: { name: bucket, ownerIdentity: { principalId: 'EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
            object: {
              key: 'photos/example.jpg',
              size: 102400,
              eTag: 'b21b84d653bb07b05b1e6b33684dc11b',
              sequencer: '0A1B2C3D4E5F678901',
            },
          },
        },
      ],
    }
  },
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export const eventBridge: EventTemplate = {
  label: 'EventBridge',
  types: ['eventbridge'],
  event: () => envelope('Order Placed', 'example.orders', [], JSON.parse(orderJson)),
}

export const schedule: EventTemplate = {
  label: 'Schedule of EventBridge',
  types: ['schedule'],
  event(source) {
    const rule = `arn:aws:events:${region}:${account}:rule/${source?.name ?? 'example'}`
    return envelope('Scheduled Event', 'aws.events', [rule], {})
  },
}

function envelope(detailType: string, source: string, resources: readonly string[], detail: unknown) {
  return { version: '0', id: requestId, 'detail-type': detailType, source, account, time, region, resources, detail }
}
