/** Everything that a small event function needs to run. */
export interface Deployment {
  readonly name: string
  readonly runtime: string
  readonly handler: string
  readonly zip: Uint8Array
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
  readonly architecture: 'x86_64' | 'arm64'
}

/** Where bundled code is sent to be run. */
export interface FunctionDeployer {
  /**
   * Makes the function what the deployment says, whether it exists or not, and waits until it can be called. Code and
   * configuration that are the same already are left alone. Rejects with a `LensError` when the service refuses.
   */
  deploy(deployment: Deployment, signal: AbortSignal): Promise<void>
}
