import { parse } from '#syntax/javascript/parse.ts'
import { type FoundConstructions, findConstructions } from './constructions.ts'
import { SourceScope } from './sourceScope.ts'

/**
 * The functions that a JavaScript or TypeScript file constructs. Heavy: load this file by `import()` only.
 * @throws LensError `source-not-readable`
 */
export function sourceConstructions(file: string, text: string): FoundConstructions {
  const { ast } = parse(text, { file })
  return findConstructions(new SourceScope(file, text, ast), ast)
}
