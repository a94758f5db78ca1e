import type { Order } from '../domain/order.ts'
import type { Setup } from './setup.ts'

export function configOrders(_setup: Setup, _nowMs: number): readonly Order[] {
  return []
}
