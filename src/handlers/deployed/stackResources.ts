/** A resource of a stack as CloudFormation has it. */
export interface StackResource {
  readonly logicalId: string
  /** `AWS::Lambda::Function`, `AWS::CloudFormation::Stack` … */
  readonly type: string
  /** A function's name, a nested stack's ARN. */
  readonly physicalId: string
}

/** A stack by its name or ARN. */
export interface StackKey {
  readonly stack: string
  /** Absent: the region that is chosen on this machine. */
  readonly region?: string
  readonly account?: string
}

/** What the resolver of deployed functions asks CloudFormation. */
export interface StackResources {
  /**
   * Functions and nested stacks of a stack, others as well or not; undefined where there is no such stack.
   * @throws LensError when AWS cannot be asked; AbortError when `signal` fires
   */
  resources(key: StackKey, signal: AbortSignal): Promise<readonly StackResource[] | undefined>
}
