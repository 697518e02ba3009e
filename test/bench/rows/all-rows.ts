import type { Row } from '../row.ts'
import { largeFarAway, onRadosgw } from './on-radosgw.ts'
import { plans } from './plans.ts'
import { hugeFile } from './scale.ts'
import { startUp } from './start-up.ts'
import { smallFarAway, uploadsToSink } from './to-sink.ts'

export const allRows: readonly Row[] = [
  startUp,
  ...uploadsToSink,
  ...onRadosgw,
  hugeFile,
  ...plans,
  smallFarAway,
  ...largeFarAway,
]
