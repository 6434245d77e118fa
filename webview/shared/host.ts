/** What VS Code gives a webview's page, once per page. */
interface VsCodeApi {
  postMessage(message: unknown): void
  getState(): unknown
  setState(state: unknown): void
}

declare function acquireVsCodeApi(): VsCodeApi

/** The extension host as the page sees it: typed messages both ways, and what survives a reload. */
export interface Host<To, From, Saved> {
  send(message: From): void
  listen(hear: (message: To) => void): void
  /** Undefined where nothing was saved, or by another version of the page. */
  saved(): Saved | undefined
  save(state: Saved): void
}

/**
 * May be called once only. Messages come from the extension alone: VS Code relays nothing else to the page. `version`
 * is that of `Saved`'s shape.
 */
export function connectHost<To extends { readonly type: string }, From, Saved extends { readonly version: number }>(
  version: Saved['version'],
): Host<To, From, Saved> {
  const api = acquireVsCodeApi()
  return {
    send(message) {
      api.postMessage(message)
    },
    listen(hear) {
      window.addEventListener('message', ({ data }: MessageEvent<To | undefined>) => {
        if (data?.type !== undefined) hear(data)
      })
    },
    saved() {
      const state = api.getState() as Saved | undefined
      return state?.version === version ? state : undefined
    },
    save(state) {
      api.setState(state)
    },
  }
}
