import type { TuneSize, TuneState } from '#protocol/tune.ts'
import type { MarkKind } from '../chart/mark.ts'

export type Role = 'recommended' | 'current' | 'cheapest' | 'fastest'

export const roleWords: Readonly<Record<Role, string>> = {
  recommended: 'recommended',
  current: 'now',
  cheapest: 'cheapest',
  fastest: 'fastest',
}

/** What a size is in this sweep, the most important first. */
export function rolesOf({ recommendation, target }: TuneState, memoryMb: number): Role[] {
  const roles: Role[] = []
  if (recommendation?.memoryMb === memoryMb) roles.push('recommended')
  if (target.currentMemoryMb === memoryMb) roles.push('current')
  if (recommendation?.cheapestMb === memoryMb) roles.push('cheapest')
  if (recommendation?.fastestMb === memoryMb) roles.push('fastest')
  return roles
}

/** Important sizes first: those with a role, in the order of the roles. */
export function byImportance(state: TuneState): (a: { memoryMb: number }, b: { memoryMb: number }) => number {
  const order = Object.keys(roleWords)
  const rank = ({ memoryMb }: { memoryMb: number }) => {
    const [role] = rolesOf(state, memoryMb)
    return role === undefined ? order.length : order.indexOf(role)
  }
  return (a, b) => rank(a) - rank(b)
}

export function markOf(state: TuneState, size: TuneSize): MarkKind {
  if (size.figures !== undefined) return rolesOf(state, size.memoryMb)[0] ?? 'measured'
  if (size.predicted !== undefined) return 'predicted'
  if (size.status === 'failed' || size.status === 'skipped') return 'failed'
  return size.status === 'measuring' ? 'measuring' : 'waiting'
}

/** `now, cheapest`, or empty. */
export function roleText(state: TuneState, memoryMb: number): string {
  return rolesOf(state, memoryMb)
    .map(role => roleWords[role])
    .join(', ')
}

/** The size that the function has now, where it was measured. */
export function currentSize(state: TuneState): TuneSize | undefined {
  return state.sizes.find(size => size.memoryMb === state.target.currentMemoryMb && size.figures !== undefined)
}
