import { basename } from 'node:path'
import type { EventSource } from '#handlers/eventSource.ts'
import { eventsOf, otherEvents } from './events/eventTemplates.ts'
import type { Payload } from './payload.ts'

/** One thing to pick: text that is known, or a file to read. */
export type PayloadChoice = {
  readonly label: string
  readonly description: string
  readonly icon: string
} & ({ readonly text: string; readonly isKept: boolean } | { readonly path: string })

export interface ChoiceGroup {
  readonly title: string
  readonly choices: readonly PayloadChoice[]
}

export interface ChoiceSources {
  /** Name of the function or handler: events named alike come first. */
  readonly hint: string
  /** Saved events, relative to the workspace, `/` as separator. */
  readonly files: readonly string[]
  /** JSON that is open in the editor and not saved. */
  readonly open: readonly Payload[]
  readonly history: readonly Payload[]
  /** What calls the function, by its template. */
  readonly sources: readonly EventSource[]
}

/**
 * What there is to pick from, the likeliest first: saved events named like the function, the events that its template
 * says it gets, what is open or was used before, other saved events, and templates of other events.
 */
export function payloadChoices({ hint, files, open, history, sources }: ChoiceSources): readonly ChoiceGroup[] {
  const [alike, others] = splitByHint(files, hint)
  const groups = [
    { title: 'saved for this function', choices: alike.map(fileChoice) },
    {
      title: 'what this function gets',
      choices: eventsOf(sources).map(({ label, source, text }) =>
        template(label, source?.source === undefined ? '' : `from ${source.source}`, text),
      ),
    },
    { title: 'open in the editor', choices: open.map(payload => textChoice(payload, 'edit', true)) },
    { title: 'used before', choices: history.map(payload => textChoice(payload, 'history', true)) },
    { title: 'other saved events', choices: others.map(fileChoice) },
    {
      title: 'templates',
      choices: [
        { label: 'Empty event', description: '{}', icon: 'symbol-object', text: '{}', isKept: false },
        ...otherEvents(sources).map(({ label, text }) => template(label, '', text)),
      ],
    },
  ]
  return groups.filter(({ choices }) => choices.length > 0)
}

function fileChoice(path: string): PayloadChoice {
  return { label: basename(path), description: path, icon: 'json', path }
}

function template(label: string, description: string, text: string): PayloadChoice {
  return { label, description, icon: 'symbol-event', text, isKept: false }
}

function textChoice({ name, text }: Payload, icon: string, isKept: boolean): PayloadChoice {
  return { label: name, description: text.replaceAll(/\s+/g, ' ').slice(0, 80), icon, text, isKept }
}

/** The files that share a word with the hint, those with most first, and the rest. */
function splitByHint(files: readonly string[], hint: string): [string[], string[]] {
  const words = wordsOf(hint)
  const score = (path: string) => wordsOf(basename(path, '.json')).filter(word => words.includes(word)).length
  const sorted = files.toSorted((a, b) => score(b) - score(a) || (a < b ? -1 : 1))
  const alike = sorted.filter(path => score(path) > 0)
  return [alike, sorted.slice(alike.length)]
}

/** `ResizeImageFunction` → resize, image; words that every name has say nothing. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '' && !['function', 'handler', 'event', 'lambda'].includes(word))
}
