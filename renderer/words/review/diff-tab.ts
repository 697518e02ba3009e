import { formatBytes, formatCounted } from '../../../shared/formats.ts'

/** What is in the two sides of a row. */
export const diffTab = {
  /** The heads of the two sides. */
  sides: { destination: 'There now', source: 'Would become' },
  pastRun: 'A past run is a record: what was in its files is not kept.',
  showBoth: 'Show both sides',
  showOne: 'Show what is in it',
  /** @param most bytes that are read */
  readsBucket: (most: number) =>
    `Reads at most ${formatBytes(most)} by range from the bucket. Texts up to 1 MiB and pictures up to 4 MiB are shown whole.`,
  readsFile: 'Reads a file of this computer. Texts up to 1 MiB and pictures up to 4 MiB are shown whole.',
  /** A text that is not there. */
  noText: 'nothing',
  nothing: 'Nothing.',
  picture: (side: string, name: string) => `${side}: ${name}`,
  /** Why contents are shown as bytes. */
  firstBytes: {
    binary: 'No text and no picture. Its first bytes:',
    'large-text': 'A text of more than 1 MiB. Its first bytes:',
    'large-image': 'A picture of more than 4 MiB. Its first bytes:',
  },
  bytes: (count: number) => formatCounted(count, 'byte'),
  etag: (etag: string) => `ETag ${etag}`,
  sha256: (digest: string) => `SHA-256 ${digest}`,
}
