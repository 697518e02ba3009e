/** The form for keys of another S3, and what came of trying them. */
import { formatCounted } from '../../../shared/formats.ts'

export const connectionForm = {
  title: 'Connect to another S3',
  service: 'Service',
  endpoint: 'Endpoint',
  endpointExample: 'https://s3.example.com (empty: Amazon S3)',
  region: 'Region',
  regionNote: 'found by itself',
  accessKey: 'Access key',
  secretKey: 'Secret key',
  sessionToken: 'Session token',
  sessionTokenNote: 'only for temporary keys',
  name: 'Name',
  nameNote: 'as you want to call it',
  keep: 'Keep this connection, in the system’s keychain',
  notKept: 'For this session only: the keys are not written anywhere.',
  cannotKeep: (problem: string) => `For this session only: nothing is written anywhere. ${problem}`,
  /** Before the option. */
  commandLine: 'The command line has it too:',
  /** @param name empty while it has none */
  option: (name: string) => `--connection ${name === '' ? 'NAME' : name}`,
  replace: 'Replace it',
  connect: 'Connect',
  connecting: 'Connecting …',
  test: 'Test',
  testing: 'Testing …',
  cancel: 'Cancel',
}

/** What is wrong with what was typed, and what to do. */
export const missing = {
  noAddress: {
    message: 'The endpoint is not an address.',
    advice: 'Write it as https://host or http://host:port, or leave it empty for Amazon S3.',
  },
  toReplace: (word: string) => `${word} in the endpoint is still to be replaced.`,
  accessKey: {
    message: 'The access key is missing.',
    advice: 'It is the shorter one, often beginning with AKIA.',
  },
  secretKey: {
    message: 'The secret key is missing.',
    advice: 'It was shown once, when the access key was made.',
  },
}

export const triedNote = {
  answers: 'The server answers',
  doesNotAnswer: 'The server does not answer',
  accepted: 'The keys are accepted',
  refused: 'The keys are not accepted',
  buckets: (count: number) => `${formatCounted(count, 'bucket')} to be seen`,
  noBuckets: 'These keys may not list buckets: go to one by its name, as s3://bucket',
}
