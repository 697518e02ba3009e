/** All there is to know of the row with the cursor. */
export const inspector = {
  label: 'Details of the row',
  height: 'Height of the details',
  tabs: 'Details',
  tab: { why: 'Why', diff: 'Diff', properties: 'Properties' },
  noRow: 'Move to a row to see why it is there, and both sides in full.',
}
