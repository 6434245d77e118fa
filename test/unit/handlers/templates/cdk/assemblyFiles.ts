type Properties = Readonly<Record<string, unknown>>

/** A template as the library writes it: each function by its logical id, construct path and properties. */
export function template(...functions: readonly (readonly [string, string, Properties])[]): string {
  const resources = functions.map(([logicalId, path, properties]) => [
    logicalId,
    {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::Region}' }, S3Key: '0a1b.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        ...properties,
      },
      Metadata: { 'aws:cdk:path': path, 'aws:asset:path': 'asset.0a1b', 'aws:asset:property': 'Code' },
    },
  ])
  return JSON.stringify({ Resources: Object.fromEntries(resources) }, null, 1)
}

/** What lists these stacks. */
export function manifest(...stacks: readonly string[]): string {
  const artifacts = stacks.map(name => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
  ])
  return JSON.stringify({
    version: '48.0.0',
    artifacts: { ...Object.fromEntries(artifacts), Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } } },
  })
}
