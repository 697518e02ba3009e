/** What the two sides of a row have besides their bytes. */
export const propertiesTab = {
  pastRun: 'A past run is a record: the properties of its objects are not kept.',
  show: 'Show properties',
  asks: 'Asks the bucket for the headers and the tags of each object: two requests each.',
  columns: { property: 'Property', source: 'Source', destination: 'Destination', differs: 'Differs' },
  /** In the place of the source's head, where a file is there and has none by itself. */
  sourceToBe: 'Source (what an upload gives it)',
  differs: '≠ differs',
  none: 'Neither side has any.',
}
