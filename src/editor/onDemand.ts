import type { Disposable } from 'vscode'

/** A part that is loaded and made with its first use. */
export function onDemand<Part>(make: () => Promise<Part>): () => Promise<Part> {
  let made: Promise<Part> | undefined
  return () => (made ??= make())
}

/** The same for a part that is disposed of with `subscriptions`, where it was made. */
export function keptOnDemand(
  subscriptions: Disposable[],
): <Part extends Disposable>(make: () => Promise<Part>) => () => Promise<Part> {
  return make =>
    onDemand(async () => {
      const part = await make()
      subscriptions.push(part)
      return part
    })
}
