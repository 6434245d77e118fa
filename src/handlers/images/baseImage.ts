/** What the name of an image that a Dockerfile starts from tells. */
export interface BaseImage {
  readonly name: string
  /** One of AWS's own for Lambda: its entry point takes the handler as the only word of the command. */
  readonly isLambda: boolean
  /** Absent where its name does not tell, such as for `latest`. */
  readonly runtime?: string
}

/** `public.ecr.aws/lambda/python:3.13` and `amazon/aws-lambda-python:3.13`, also from another registry. */
const lambdaImage =
  /(?:^|\/)(?:lambda\/|amazon\/aws-lambda-)(?<family>nodejs|python|java|dotnet|ruby|go|provided)(?::(?<tag>[\w.-]+))?(?:@.*)?$/

/** Images of languages, which need a runtime interface client to be called by Lambda. */
const languageImages: readonly (readonly [family: string, name: RegExp])[] = [
  ['python', /(?:^|\/)(?:python:|uv:python)(?<version>\d+\.\d+)/],
  ['nodejs', /(?:^|\/)node:v?(?<version>\d+)/],
  ['ruby', /(?:^|\/)ruby:(?<version>\d+\.\d+)/],
  ['java', /(?:^|\/)(?:amazoncorretto|eclipse-temurin|openjdk):(?<version>\d+)/],
  ['dotnet', /(?:^|\/)dotnet\/(?:runtime|aspnet|runtime-deps|sdk):(?<version>\d+)/],
]

/** @param name as `FROM` has it; empty where a variable that nobody sets stands for it */
export function baseImage(name: string): BaseImage {
  const { family, tag = '' } = lambdaImage.exec(name)?.groups ?? {}
  const runtime = family === undefined ? languageRuntime(name) : lambdaRuntime(family, tag)
  return { name, isLambda: family !== undefined, ...(runtime !== undefined && { runtime }) }
}

/** `3.12.2024.11.06.17-arm64` → `python3.12`, `20` → `nodejs20.x`, `al2023` → `provided.al2023`. */
function lambdaRuntime(family: string, tag: string): string | undefined {
  if (family === 'provided') return `provided.${/^al\d+/.exec(tag)?.[0] ?? 'al2023'}`
  if (family === 'go') return 'go1.x'
  if (tag.startsWith('8.al2')) return `${family}8.al2`
  const version = (family === 'python' || family === 'ruby' ? /^\d+\.\d+/ : /^\d+/).exec(tag)?.[0]
  return version === undefined ? undefined : runtimeName(family, version)
}

function languageRuntime(name: string): string | undefined {
  const [found] = languageImages.flatMap(([family, pattern]) => {
    const version = pattern.exec(name)?.groups?.['version']
    return version === undefined ? [] : [runtimeName(family, version)]
  })
  return found
}

function runtimeName(family: string, version: string): string {
  return `${family}${version}${family === 'nodejs' ? '.x' : ''}`
}
