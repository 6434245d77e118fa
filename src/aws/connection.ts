/** Where to find AWS, or something that speaks its protocols. What is absent, the SDK's own default chain finds. */
export interface AwsConnection {
  readonly region?: string
  /** A base URL, of the lab or of another emulator. */
  readonly endpoint?: string
  /** A profile of the shared configuration files; `AWS_PROFILE` or `default` when absent. */
  readonly profile?: string
  /** Keys for this connection alone, or a way to get keys that all connections of a profile share. */
  readonly credentials?: AwsKeys | (() => Promise<AwsKeys>)
}

export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}
