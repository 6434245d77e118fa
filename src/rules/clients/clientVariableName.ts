/** A name for a client that had none: `S3Client` → `s3Client`, `DynamoDB.DocumentClient` → `documentClient`. */
export function clientVariableName(label: string): string {
  const [first = '', ...others] = (label.split('.').at(-1) ?? '').split(' ')
  return lowerFirst(first) + others.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** Lower case up to the last capital that begins a word. */
function lowerFirst(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|\d|$)|^[A-Z]/, capitals => capitals.toLowerCase())
}
