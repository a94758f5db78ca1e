/** Bytes as they arrive in pieces, taken out in lengths; nothing is copied twice. */
export class ByteQueue {
  #pieces: Buffer[] = []
  #first = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(piece: Buffer): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** Takes exactly so many bytes, or null while fewer are there. */
  take(bytes: number): Buffer | null {
    if (this.#length < bytes) return null
    const out = Buffer.allocUnsafe(bytes)
    this.takeInto(out, 0, bytes)
    return out
  }

  /** Takes at most so many bytes to `at` of `place`; gives how many there were. */
  takeInto(place: Buffer, at: number, atMost: number): number {
    const bytes = Math.min(atMost, this.#length)
    for (let done = 0; done < bytes; ) {
      const piece = this.#pieces[this.#first]
      if (piece === undefined) break
      const used = Math.min(piece.length, bytes - done)
      piece.copy(place, at + done, 0, used)
      done += used
      if (used === piece.length) this.#first += 1
      else this.#pieces[this.#first] = piece.subarray(used)
    }
    this.#length -= bytes
    if (this.#first > MANY || this.#first === this.#pieces.length) {
      this.#pieces = this.#pieces.slice(this.#first)
      this.#first = 0
    }
    return bytes
  }
}

/** Used pieces that are let go together: cutting the list at each would cost its length each time. */
const MANY = 256
