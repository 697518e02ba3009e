/** A piece of a sentence: words, or what is marked among them. */
export type Part =
  string | { readonly name: string } | { readonly strong: string } | { readonly code: string }
