/** The properties of an object as they are typed: the form, and why it can't be done. */

export const objectTab = {
  headers: 'Headers',
  noHeader: 'none',
  storageClass: 'Storage class',
  /** Of a header, or of the class, that was typed anew. */
  changed: 'changed',
  metadata: 'Metadata',
  tags: 'Tags',
  tagsUnknown: 'not known',
  object: 'The object',
  waits: 'This waits for its turn.',
  done: 'This is done.',
  applied: 'This is being applied.',
  takeOver: 'Take over what you typed',
  review: 'Review changes',
  discard: 'Discard',
  newer: 'The object has changed since. Taken over, what you typed stands beside what it has now.',
  onlyTags: 'Tags are put by themselves: the object stays as it is.',
  copies: 'The object is copied onto itself, by the server. An ACL of its own is not kept.',
}

export const pairRows = {
  changed: 'changed',
  name: 'name',
  value: 'value',
  remove: 'Remove',
  of: {
    metadata: {
      nameLabel: 'Name of metadata',
      valueLabel: (name: string) => `Value of metadata ${name}`,
      removeLabel: (name: string) => `Remove metadata ${name}`,
      add: 'Add metadata',
    },
    tag: {
      nameLabel: 'Name of a tag',
      valueLabel: (name: string) => `Value of the tag ${name}`,
      removeLabel: (name: string) => `Remove the tag ${name}`,
      add: 'Add a tag',
    },
  },
}

/** Why it can't be done as it was typed. */
export const problems = {
  noName: { metadata: 'A value of metadata has no name.', tag: 'A value of tag has no name.' },
  twice: {
    metadata: (name: string) => `The metadata ${name} is there twice.`,
    tag: (name: string) => `The tag ${name} is there twice.`,
  },
  plainHeader: (header: string) => `${header} takes plain ASCII letters only.`,
  plainMetadata: (name: string) => `The value of metadata ${name} takes plain ASCII letters only.`,
  badName: (name: string) => `${name} can be no name of metadata: letters, digits and - only.`,
  expires: 'Expires is a date: Wed, 21 Oct 2026 07:28:00 GMT.',
  tooManyTags: 'An object has ten tags at most.',
  tooMuchMetadata: 'Metadata are 2,048 bytes at most, names and values together.',
}
