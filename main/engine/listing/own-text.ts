/**
 * The same text in memory of its own. A key or token cut from a page of a listing keeps the whole page in memory for as
 * long as it is kept itself (V8's sliced strings): what is kept beyond its page must go through here.
 */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string
