import type { Xml } from './xml/write-xml.ts'
import { element } from './xml/write-xml.ts'

/** The canonical user id of the one account there is. */
export const ownerId = '7072616374696365736572766572736c756963656f776e65726f776e6572303031'

/** The account's number, for `x-amz-expected-bucket-owner`. */
export const accountId = '000000000000'

/** `<Owner>`, or another element that names the account. */
export function ownerElement(name = 'Owner'): Xml {
  return element(name, [element('ID', ownerId)])
}
