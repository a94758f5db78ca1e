/** Where a person asked, and so where the answer goes. */
export type Place =
  | {
      readonly surface: 'slack'
      readonly channel: string
      /** Set when asked in a thread: the answer stays there. */
      readonly threadTs: string | null
      readonly user: string
    }
  | { readonly surface: 'terminal'; readonly user: string }
