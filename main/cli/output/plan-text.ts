import { formatBytes, formatCounted } from '../../../shared/formats.ts'
import { formatLocation } from '../../../shared/location.ts'
import type { PlanHeader, PlanSide } from '../../../shared/plan-file.ts'
import { defaultRules, type SyncRules } from '../../../shared/sync-rules.ts'
import type { PlanFile } from '../../engine/index.ts'
import { timeText } from './seen-text.ts'

/** Who made a plan, for what, and what it comes to. */
export function aboutPlan({ header, digest }: Pick<PlanFile, 'header' | 'digest'>): string[] {
  const { summary } = header
  const withheld = summary.withheld === null ? [] : [`  not done  the deletes: ${summary.withheld.message}`]
  return [
    `plan of ${timeText(header.madeAt)}, made on ${header.madeOn} by ${header.madeBy} (${header.madeFrom})`,
    `  from      ${sideText(header.source)}`,
    `  to        ${sideText(header.destination)}`,
    `  rules     ${rulesText(header.rules)}`,
    `  to do     ${totalsText(summary)}`,
    ...withheld,
    `  digest    ${digest}`,
  ]
}

export function sideText(side: PlanSide): string {
  if (side.kind === 'local') return side.root
  const who = side.identity === null ? 'unsigned' : `as ${side.identity}`
  const id = side.identityId === null ? '' : ` (${side.identityId})`
  return `${formatLocation(side)} at ${side.endpoint}, ${who}${id}`
}

function totalsText(summary: PlanHeader['summary']): string {
  const { transfers, replacesNewer, moves, adjusted = 0, deletes, skipped, same } = summary
  const newer = replacesNewer.count === 0 ? '' : `, ${replacesNewer.count} of them replace something newer`
  return [
    `${formatCounted(transfers.count, 'transfer')} (${formatBytes(transfers.bytes)})${newer}`,
    ...(moves === undefined
      ? []
      : [`${formatCounted(moves.count, 'move')} (${formatBytes(moves.bytes)} that go nowhere)`]),
    ...(adjusted === 0 ? [] : [`${formatCounted(adjusted, 'object')} that get other properties`]),
    `${formatCounted(deletes.count, 'delete')} (${formatBytes(deletes.bytes)})`,
    ...(skipped === 0 ? [] : [`${skipped} left alone with a reason`]),
    `${formatCounted(same, 'entry', 'entries')} the same`,
  ].join('; ')
}

const named: ReadonlySet<string> = new Set([
  ...[
    'compare',
    'compareProperties',
    'delete',
    'moves',
    'filters',
    'ignore',
    'selection',
    'followLinks',
    'properties',
    'dryRun',
  ],
])

/** Whatever else is not as it is by default: nothing that a plan does goes unsaid. */
function otherRules(rules: SyncRules): string[] {
  const differing = (of: object, usual: object): [string, unknown][] =>
    Object.entries(of).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof typeof usual]),
    )
  return [
    ...differing(rules, defaultRules).filter(([name]) => !named.has(name)),
    ...differing(rules.properties, defaultRules.properties),
  ].map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
}

/** What decides, as it would be typed. */
export function rulesText(rules: SyncRules): string {
  const words = [
    ...(rules.compare === 'default' ? [] : [`compare ${rules.compare}`]),
    ...(rules.compareProperties ? ['compare properties'] : []),
    ...(rules.delete ? ['--delete'] : []),
    ...(rules.moves ? ['--moves'] : []),
    ...rules.filters.map(({ kind, pattern }) => `--${kind} ${pattern}`),
    ...(rules.selection === null ? [] : [`only ${rules.selection.join(', ')}`]),
    ...(rules.ignore === null
      ? []
      : [`${formatCounted(rules.ignore.rules.length, 'line')} of ${rules.ignore.name}`]),
    ...(rules.followLinks ? [] : ['--no-follow-symlinks']),
    ...otherRules(rules),
  ]
  return words.length === 0 ? 'as aws s3 sync has them' : words.join(', ')
}
