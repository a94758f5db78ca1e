/** What a check is at while no verdict stands yet. */
export type Progress =
  | { readonly kind: 'connecting' }
  /** Bytes of a round come; the first is 1. */
  | { readonly kind: 'reading'; readonly round: number }
