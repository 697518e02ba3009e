import { readFile } from 'node:fs/promises'
import { SluiceError } from '../../../shared/errors.ts'

/** Certificates to trust, PEM. @throws SluiceError `usage` where they can't be read. */
export async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new SluiceError(
      {
        code: 'usage',
        message: `The certificates in ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
        subject: path,
        advice: 'Give the path of a PEM file with --ca-bundle, or unset AWS_CA_BUNDLE.',
      },
      { cause: error },
    )
  }
}
