import type { FunctionLinks, LinkServices } from './functionLinks.ts'
import { onDemand } from './onDemand.ts'

/** *Link to Deployed Function…* and *Unlink*. */
export class LinkFeature {
  readonly #links: () => Promise<FunctionLinks>

  constructor(services: LinkServices) {
    this.#links = onDemand(async () => new (await import('./functionLinks.ts')).FunctionLinks(services))
  }

  /** `given` is what a lens passes. */
  async link(given: unknown): Promise<void> {
    await (await this.#links()).link(given)
  }

  async unlink(given: unknown): Promise<void> {
    await (await this.#links()).unlink(given)
  }
}
