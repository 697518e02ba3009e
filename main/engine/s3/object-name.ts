export interface ObjectName {
  readonly bucket: string
  readonly key: string
}

/** An object, or one version of it. */
export interface VersionName extends ObjectName {
  /** The current one if absent; `null` is the id of what was written while no versions were kept. */
  readonly versionId?: string
}
