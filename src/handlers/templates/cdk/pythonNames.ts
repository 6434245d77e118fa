/** `aws_cdk.aws_lambda_python_alpha.X` → `aws-lambda-python.X`; `os.path` and `pathlib` as the same in Node.js. */
export function libraryName(name: string): string {
  const [, service, rest = ''] = /^aws_cdk\.(aws_\w+?)(?:_alpha)?((?:\..*)?)$/.exec(name) ?? []
  if (service !== undefined) return service.replaceAll('_', '-') + rest
  return name
    .replace(/^aws_cdk(\.core)?(?=\.|$)/, 'core')
    .replace(/^os\.path\.(abspath|realpath|normpath)$/, 'path.normalize')
    .replace(/^os\.path\./, 'path.')
}
