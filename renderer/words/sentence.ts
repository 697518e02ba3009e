/** Words as a sentence of their own: `It is gone.` */
export const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
