import { hoistSdkClient } from './hoist-sdk-client.ts'
import type { Rule } from './rule.ts'

/** All rules for JavaScript and TypeScript by their ids, which are the names of their files, pages and tests. */
export const rules: Readonly<Record<string, Rule>> = {
  'hoist-sdk-client': hoistSdkClient,
}
