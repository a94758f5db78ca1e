/** Who waits for a message: a person who asked, or nobody in particular. */

/** `person`: somebody sits before it. `bulk`: an order's, of which there are many at once. */
export type Urgency = 'person' | 'bulk'

/** What the owner of an order's messages begins with; see OutboxRow. */
export const ORDER_OWNER = 'order:'

/** How urgent a message of the outbox is, by its owner. */
export function urgencyOf(owner: string): Urgency {
  return owner.startsWith(ORDER_OWNER) ? 'bulk' : 'person'
}
