import { commands } from '../contributions.ts'
import { link } from '../markdown.ts'
import type { FoundHandler } from '../workspaceIndex.ts'

const links = [
  ['Report', commands.showBundle],
  ['Why is this in my bundle?', commands.whyInBundle],
  ['Profile init', commands.profileInit],
] as const

/** Commands of the active editor's handler, for a tooltip. */
export function commandLinks(): {
  readonly markdown: string
  readonly isTrusted: { readonly enabledCommands: readonly string[] }
} {
  return {
    markdown: links.map(([label, command]) => link(label, `command:${command}`)).join(' · '),
    isTrusted: { enabledCommands: links.map(([, command]) => command) },
  }
}

export function handlerTitle({ handler, definition }: FoundHandler): string {
  const place = `${handler.file}#${handler.exportName}`
  return definition ? `${definition.logicalId} · ${place}` : place
}
