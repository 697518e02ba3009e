import type { BudgetKind } from '../../preview/max-delete.ts'

/** What new objects get besides their bytes, what else is compared, and what becomes of files that go. */
export const moreOptions = {
  storageClass: 'Storage class',
  encryption: 'Encryption',
  acl: 'ACL',
  asBucket: 'as the bucket has it',
  encryptions: { AES256: 'by S3 (AES256)', 'aws:kms': 'with a KMS key' },
  kmsKey: 'KMS key',
  kmsKeyNone: "the account's own",
  isPublic: 'Everyone on the internet could read what is copied.',
  /** From how many deletes on their number is asked for. */
  budget: 'Type the number',
  noBudget: 'above ten and half of the side',
  budgets: {
    count: 'above so many entries',
    share: 'above a share of the side',
    bytes: 'above a size',
  } satisfies Record<BudgetKind, string>,
  budgetValue: 'Delete budget',
  badBudget: 'Write it as 25, 10 %, or 500 MB.',
  moves: 'Move what only has another name',
  properties: 'Compare properties too',
  followLinks: 'Follow symbolic links',
  trash: 'Deleted and replaced files go to the trash',
  pastTrash: 'What a sync deletes or replaces here could not be put back.',
}
