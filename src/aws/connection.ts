/** Where to find AWS, or something that speaks its protocols. What is absent, the SDK's own default chain finds. */
export interface AwsConnection {
  readonly region?: string
  /** A base URL, of the lab or of another emulator. */
  readonly endpoint?: string
  /** A profile of the shared configuration files; `AWS_PROFILE` or `default` when absent. */
  readonly profile?: string
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
}
