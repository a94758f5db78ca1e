/** What `doctor` says of what is kept: how much, for how long, when it goes, and what the chat has of ours. */
import { type Lifetimes, PURGE_EVERY_MS } from '../domain/lifetimes.ts'
import type { KeptCount } from '../domain/retention.ts'
import { isoUtc } from '../domain/time.ts'
import type { Text } from '../domain/words.ts'
import { keptText, purgeText, uploadsText } from '../report/retention.ts'
import type { Asked } from './command.ts'
import type { Checked } from './examineHost.ts'
import type { House } from './house.ts'

/** A part of the bot itself, which is there. */
export function own(text: Text, json: unknown): Checked {
  return { ok: true, reached: true, text, more: [], json }
}

export async function examineKept(
  { store, clock }: House,
  { lang }: Asked,
): Promise<readonly Checked[]> {
  const nowMs = clock.now()
  const [kept, lastMs, uploads] = [
    await store.kept(nowMs),
    await store.lastPurgeMs(),
    await store.uploadCounts(nowMs),
  ]
  const { lifetimes } = store
  const keptLine = keptText(kept, lifetimes, nowMs, lang)
  const files = uploadsText(uploads, lang)
  const nextMs = lastMs === null ? null : lastMs + PURGE_EVERY_MS
  const purge = { check: 'purge', ...instants({ lastMs, nextMs }), due: dueOf(kept) }
  return [
    ...(keptLine === null
      ? []
      : [own(keptLine, { check: 'kept', kept: kept.map((one) => keptJson(one, lifetimes)) })]),
    own(purgeText(kept, lastMs, nowMs, lang), purge),
    ...(files === null
      ? []
      : [
          {
            ...own(files, { check: 'uploads', ...uploads }),
            ok: uploads.refused === 0 && uploads.error === null,
          },
        ]),
  ]
}

function dueOf(kept: readonly KeptCount[]): Readonly<Record<string, number>> {
  return Object.fromEntries(kept.map(({ kind, due }) => [kind, due]))
}

function instants(of: { readonly lastMs: number | null; readonly nextMs: number | null }) {
  const iso = (atMs: number | null): string | null => (atMs === null ? null : isoUtc(atMs))
  return { last: iso(of.lastMs), next: iso(of.nextMs) }
}

function keptJson({ kind, count, oldestAtMs, due }: KeptCount, lifetimes: Lifetimes): unknown {
  const oldest = oldestAtMs === null ? null : isoUtc(oldestAtMs)
  return { kind, count, oldest, lifetimeSeconds: lifetimes[kind] / 1000, due }
}
