/** What a name or an ARN says of a function. */
export interface FunctionReference {
  readonly name: string
  /** Without the qualifier; absent for a mere name. */
  readonly arn?: string
  readonly region?: string
  readonly account?: string
  /** Version or alias. */
  readonly qualifier?: string
}

const name = String.raw`(?<name>[\w-]{1,140})`
const qualifier = String.raw`(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[\w-]{1,128}))?`
const forms = [
  new RegExp(
    String.raw`^arn:(?<partition>aws[a-z-]*):lambda:(?<region>[a-z]{2,}(?:-[a-z]+)+-\d+):(?<account>\d{12}):function:${name}${qualifier}$`,
  ),
  new RegExp(String.raw`^(?<account>\d{12}):function:${name}${qualifier}$`),
  new RegExp(`^${name}${qualifier}$`),
]

/**
 * Reads the forms that Lambda takes as a function: `name`, `name:alias`, a whole ARN, and an ARN from the account on.
 * Undefined for anything else.
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const parts = forms.map(form => form.exec(text.trim())?.groups).find(groups => groups !== undefined)
  if (parts?.['name'] === undefined) return
  const { partition, region, account, name, qualifier } = parts
  return {
    name,
    ...(partition !== undefined && { arn: `arn:${partition}:lambda:${region}:${account}:function:${name}` }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(qualifier !== undefined && { qualifier }),
  }
}
