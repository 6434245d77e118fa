import { account, arnOf, type EventTemplate, epochMs, orderJson, region } from './eventTemplate.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export const dynamoDb: EventTemplate = {
  label: 'DynamoDB stream',
  types: ['dynamodb'],
  event(source) {
    const eventSourceARN = arnOf(source, 'dynamodb', table => `table/${table}/stream/2026-01-05T09:00:00.000`)
    const key = { Id: { S: '1001' } }
    const placed = { ...key, Quantity: { N: '2' }, Status: { S: 'placed' } }
    const common = { ApproximateCreationDateTime: epochMs / 1000, Keys: key, StreamViewType: 'NEW_AND_OLD_IMAGES' }
    const record = { eventVersion: '1.1', eventSource: 'aws:dynamodb', awsRegion: region, eventSourceARN }
    return {
      Records: [
        {
          eventID: 'c4ca4238a0b923820dcc509a6f75849b',
          eventName: 'INSERT',
          ...record,
          dynamodb: { ...common, NewImage: placed, SequenceNumber: '4421584500000000017450439091', SizeBytes: 42 },
        },
        {
          eventID: 'c81e728d9d4c2f636f067f89cc14862c',
          eventName: 'MODIFY',
          ...record,
          dynamodb: {
            ...common,
            OldImage: placed,
            NewImage: { ...placed, Status: { S: 'shipped' } },
            SequenceNumber: '4421584500000000017450439092',
            SizeBytes: 84,
          },
        },
      ],
    }
  },
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export const kinesis: EventTemplate = {
  label: 'Kinesis',
  types: ['kinesis'],
  event(source) {
    const sequenceNumber = '49590338271490256608559692538361571095921575989136588898'
    return {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: '1001',
            sequenceNumber,
            data: Buffer.from(orderJson).toString('base64'),
            approximateArrivalTimestamp: epochMs / 1000,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `shardId-000000000006:${sequenceNumber}`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: `arn:aws:iam::${account}:role/example`,
          awsRegion: region,
          eventSourceARN: arnOf(source, 'kinesis', stream => `stream/${stream}`),
        },
      ],
    }
  },
}
