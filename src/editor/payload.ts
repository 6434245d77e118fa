/** What a call is given. */
export interface Payload {
  readonly name: string
  /** JSON text. */
  readonly text: string
}
