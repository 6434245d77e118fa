import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { environmentLoader, environmentWrites } from './environmentWrites.ts'
import type { PerCallPlace } from './handlerCode.ts'
import { isAfterLoading } from './modulePlace.ts'

/** Why what reads the environment may read something else when the file is loaded; undefined where nothing says so. */
export function changedEnvironment(place: PerCallPlace, code: SourceCode): string | undefined {
  if (environmentWrites(code).some(node => isAfterLoading(node, place, code))) {
    return 'The environment, which it reads, is changed while the function runs.'
  }
  const loader = environmentLoader(place.called.node, code)
  return loader === undefined ? undefined : `${loader}() may change the environment, which it reads.`
}
