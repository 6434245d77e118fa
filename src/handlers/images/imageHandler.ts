import type { ImageSettings } from './imageSettings.ts'
import type { ImageStage } from './imageStage.ts'

/** What an image starts when Lambda calls it. */
export type ImageStart =
  | { readonly handler: string }
  /** A program that asks the runtime for calls by itself, such as one in Go. */
  | { readonly program: string }
  | { readonly reason: string }

export function imageStart(stage: ImageStage, image: ImageSettings): ImageStart {
  if (stage.copies.some(({ from }) => from !== undefined && /lambda-adapter/.test(from))) {
    return { reason: 'It runs a web server behind the Lambda Web Adapter, without a handler.' }
  }
  const start = image.entryPoint ?? stage.entryPoint?.words ?? []
  const given = image.command ?? stage.command?.words ?? []
  const words = [...start, ...given]
  const client = words.findIndex(word => runtimeClient.test(word))
  const handler = client < 0 ? undefined : words.slice(client + 1).find(word => !word.startsWith('-'))
  if (handler !== undefined) return { handler }
  const [first, ...others] = given
  if (first !== undefined && others.length === 0 && takesHandler(stage, start, first, client >= 0)) {
    return stage.base.runtime !== undefined && /^(provided|go)/.test(stage.base.runtime)
      ? { program: first }
      : { handler: first }
  }
  const [program] = words
  if (program === undefined) return { reason: 'Neither the template nor the Dockerfile names a handler (CMD).' }
  if (isLanguage(stage) || interpreter.test(program)) {
    return { reason: `Its image starts “${words.join(' ')}”, which names no handler.` }
  }
  return { program }
}

const runtimeClient = /(^|\/)(awslambdaric|aws[-_]lambda[-_]ric)(\.js)?$|lambda\.runtime\.api\.client\.AWSLambda$/
const interpreter = /^(?:.*\/)?(node|npm|npx|yarn|pnpm|python[\d.]*|uvicorn|gunicorn|java|dotnet|ruby|sh|bash)$/

/** AWS's own entry point takes the handler; so do scripts that choose between it and the local emulator. */
function takesHandler(stage: ImageStage, start: readonly string[], word: string, hasClient: boolean): boolean {
  if (start.length === 0 && stage.base.isLambda) return true
  const isStarted = hasClient || stage.base.isLambda || isScript(start) || (start.length === 0 && !isLanguage(stage))
  return isStarted && isHandler(word)
}

function isLanguage({ base }: ImageStage): boolean {
  return base.runtime !== undefined && !base.runtime.startsWith('provided') && !base.runtime.startsWith('go')
}

function isScript(start: readonly string[]): boolean {
  return /(lambda[-_]?entrypoint|entry[-_]?script|entry[-_]?point|bootstrap|entry|start)(\.sh)?$/i.test(
    start.at(-1) ?? '',
  )
}

/** `app.handler`, `src/app.handler`, `com.example.App::handle`: no program and no path of a file. */
function isHandler(word: string): boolean {
  return /^[\w./-]*\w\.\w+$|::/.test(word) && !/^\/|\.(sh|js|mjs|py|jar|dll)$/.test(word)
}
