import type { Page } from 'playwright-core'

/** What the workbench of code-server prints on its own: parts it does not ship, and the network it cannot reach. */
const NOISE = [
  /^Failed to load resource: the server responded with a status of 404/,
  /^A bad HTTP response code \(404\) was received when fetching the script/,
  /\[Service Worker\] registration/,
  /authentication provider 'github'/,
  /net::ERR_(NAME_NOT_RESOLVED|INTERNET_DISCONNECTED|ABORTED)/,
]

/** Collects errors of a page and its frames (webviews too) from the moment it is made. */
export class ConsoleErrors {
  readonly #messages: string[] = []

  constructor(page: Page) {
    page.on('console', message => {
      if (message.type() === 'error') this.#add(message.text())
    })
    page.on('pageerror', error => this.#add(error.message))
  }

  get messages(): readonly string[] {
    return this.#messages
  }

  #add(text: string): void {
    if (!NOISE.some(noise => noise.test(text))) this.#messages.push(text)
  }
}
