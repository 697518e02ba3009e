import type { Filter } from '../../shared/sync-rules.ts'

/** Whether the plan was made with this filter: what it leaves out is not among its rows any more. */
export const isInForce = ({ kind, pattern }: Filter, filters: readonly Filter[]): boolean =>
  filters.some((filter) => filter.kind === kind && filter.pattern === pattern)
