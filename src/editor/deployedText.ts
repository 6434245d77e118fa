import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'

const by: Readonly<Record<FoundFunction['via'], string>> = {
  link: 'by your link',
  literalName: 'by the name in the template',
  namingScheme: 'by the name that the framework gives it',
  stack: 'by its stack',
  terraformState: 'by the state of Terraform',
  lab: 'in the lab only',
}

/** How it was found: `by its stack`. */
export function deployedBy({ via }: FoundFunction): string {
  return by[via]
}

/** What is known of a deployed function, in a line: `Now: shop-orders in eu-west-1, by its stack`. */
export function deployedText(known: FoundFunction | NotDeployed): string {
  if (!('via' in known)) return `Which one is it? ${known.reason}`
  const { name, qualifier, region, via, assumption } = known
  const where = region === undefined ? '' : ` in ${region}`
  const version = qualifier === undefined ? '' : `:${qualifier}`
  return `Now: ${name}${version}${where}, ${by[via]}${assumption === undefined ? '' : `, if ${assumption}`}`
}
