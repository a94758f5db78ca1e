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
    for (let at = 0; at < bytes; ) {
      const piece = this.#pieces[this.#first]
      if (piece === undefined) return null
      const used = Math.min(piece.length, bytes - at)
      piece.copy(out, at, 0, used)
      at += used
      if (used === piece.length) this.#first += 1
      else this.#pieces[this.#first] = piece.subarray(used)
    }
    this.#length -= bytes
    if (this.#first > MANY || this.#first === this.#pieces.length) {
      this.#pieces = this.#pieces.slice(this.#first)
      this.#first = 0
    }
    return out
  }
}

/** Used pieces that are let go together: cutting the list at each would cost its length each time. */
const MANY = 256
