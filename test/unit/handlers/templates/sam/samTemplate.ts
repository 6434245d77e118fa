/** One SAM function with these properties, each a line of YAML. */
export function sam(...properties: readonly string[]): string {
  return `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n${properties.map(line => `      ${line}\n`).join('')}`
}
