import type { Task } from '../../../shared/bridge/plans.ts'
import type { SyncOptions } from '../../../shared/sync-options.ts'
import type { SyncRules } from '../../../shared/sync-rules.ts'
import type { GivenPlan, OnlyKeys, Side, Source } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'

/** What a plan is asked for with. */
export interface PlanRequest {
  readonly source: string
  readonly destination: string
  readonly selection: readonly string[] | null
  readonly options: SyncOptions
}

/** A plan whose sides are open. */
export interface OpenedPlan {
  readonly task: Task
  readonly from: Located
  readonly to: Located
  readonly source: Source
  readonly destination: Side
  readonly rules: SyncRules
  readonly options: SyncOptions
  readonly selection: readonly string[] | null
  /** Taken from a file; absent where its sides are listed. */
  readonly given?: GivenPlan
  /** Only these keys are planned; absent for all. */
  readonly only?: OnlyKeys
  /** A person has said that its folders are right on the disks that they are on. */
  readonly allowChangedMount?: true
  /** Ends what the plan was read from. */
  readonly close?: () => void
}
