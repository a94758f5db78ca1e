/** Every migration by its name, which begins with the UTC minute it was written. Append only. */
import type { QueryExecutorProvider } from 'kysely'
import { up as first } from './202611210300_first.ts'
import { up as rollups } from './202611260640_rollups.ts'
import { up as imported } from './202611260725_imported.ts'
import { up as mutes } from './202611260726_mutes.ts'
import { up as kibibytes } from './202611260727_kibibytes.ts'
import { up as components } from './202611260757_components.ts'
import { up as workUnits } from './202611260940_work_units.ts'
import { up as hostFacts } from './202611261850_host_facts.ts'
import { up as pauses } from './202611261901_pauses.ts'
import { up as stuck } from './202611261938_stuck.ts'
import { up as auditScript } from './202611262009_audit_script.ts'
import { up as placeLang } from './202611262331_place_lang.ts'
import { up as marks } from './202611262340_marks.ts'
import { up as doubts } from './202611270109_doubts.ts'
import { up as outboxLink } from './202611270136_outbox_link.ts'
import { up as retention } from './202611270430_retention.ts'
import { up as consents } from './202611270450_consents.ts'

export type Migration = (db: QueryExecutorProvider) => Promise<void>

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '202611210300_first': first,
  '202611260640_rollups': rollups,
  '202611260725_imported': imported,
  '202611260726_mutes': mutes,
  '202611260727_kibibytes': kibibytes,
  '202611260757_components': components,
  '202611260940_work_units': workUnits,
  '202611261850_host_facts': hostFacts,
  '202611261901_pauses': pauses,
  '202611261938_stuck': stuck,
  '202611262009_audit_script': auditScript,
  '202611262331_place_lang': placeLang,
  '202611262340_marks': marks,
  '202611270109_doubts': doubts,
  '202611270136_outbox_link': outboxLink,
  '202611270430_retention': retention,
  '202611270450_consents': consents,
}
