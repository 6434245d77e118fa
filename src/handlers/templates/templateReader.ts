import type { FunctionDefinition } from '../handler.ts'
import type { NestedTemplate } from './sam/nestedTemplates.ts'
import type { GivenValue } from './sam/resolveValue.ts'

/** The project as a reader of templates sees it; what it asks for is what its answer depends on. */
export interface TemplateProject {
  readonly names: ReadonlySet<string>
  /** Undefined for a file that cannot be read. */
  text(file: string): Promise<string | undefined>
  /** What the stack around a template gives as its parameters. */
  parametersOf(template: string): Readonly<Record<string, GivenValue>>
}

export interface ReadTemplates {
  /** Without a source yet; with a `reason` where there cannot be one. */
  readonly definitions: readonly FunctionDefinition[]
  readonly nested?: readonly NestedTemplate[]
  /** Files that could not be read wholly. */
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

/** Reads the templates of one framework. */
export interface TemplateReader {
  readonly framework: string
  /**
   * What is read together: all files with the same answer. The file's own name where each stands for itself; undefined
   * where its name says that it is no template.
   */
  unitOf(file: string): string | undefined
  /**
   * @param files all of one unit, sorted
   * @throws AbortError when `project` does; nothing else: broken text gives what could be read
   */
  read(files: readonly string[], project: TemplateProject): Promise<ReadTemplates>
}
