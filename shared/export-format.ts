import { z } from 'zod'

/** A table for spreadsheets; or a JSON object a line, as `sluice show RUN --json` has them. */
export const exportFormatSchema = z.enum(['csv', 'json'])
export type ExportFormat = z.infer<typeof exportFormatSchema>
