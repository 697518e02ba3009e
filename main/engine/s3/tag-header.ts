import type { Tags } from './object-store.ts'

/** Tags as URL query parameters, which is how the header `x-amz-tagging` has them. */
export const encodeTags = (tags: Tags): string => new URLSearchParams({ ...tags }).toString()

/** Whether that header can hold them: 2,048 bytes (META-6). */
export const fitTagHeader = (tags: Tags): boolean => encodeTags(tags).length <= 2048
