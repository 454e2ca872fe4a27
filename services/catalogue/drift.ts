/**
 * Decides about one difference between what province, department and zone say of an item 差异: found by a comparison, owned by
 * somebody, explained or being mended by people, and closed by itself when all say the same again. Nothing of it is forgotten.
 */
import { z } from 'zod';
import { accept, ignore, refuse, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { refusal } from '../../contracts/refusals.ts';

const moment = z.iso.datetime();
const said = z.string().nullable().optional();
export const Sayings = z.object({ province: said, department: said, zone: said });
/** Who has to see to it: the zone's catalogue officers, or the department by the post its document of delegation names. */
export const DriftOwner = z.object({ side: z.enum(['zone', 'department']), creditCode: z.string().nullable(), name: z.string(), post: z.string() });
export type DriftOwner = z.infer<typeof DriftOwner>;

export const driftStandings = ['open', 'explained', 'being-mended', 'closed'] as const;
export const DriftRecord = z.object({
  status: z.enum(driftStandings), id: z.string(), code: z.string(), name: z.string(), department: z.string().nullable(),
  field: z.string(), zh: z.string(), en: z.string(), sayings: Sayings, owner: DriftOwner,
  /** By hand: a later comparison does not give it back. */
  assigned: z.boolean(),
  foundAt: moment, closedAt: moment.nullable(), note: z.string().nullable(), until: z.iso.date().nullable(),
  history: z.array(z.object({ at: moment, by: z.string().nullable(), what: z.enum(['found', 'changed', 'assigned', 'explained', 'being-mended', 'reopened', 'closed']), note: z.string().nullable(), sayings: Sayings.nullable() })),
});
export type DriftRecord = z.infer<typeof DriftRecord>;

/** One record for an item and a field, whenever they differ. */
export const driftId = (code: string, field: string): string => `${code}~${field}`;

const Seen = z.object({ id: z.string(), code: z.string(), name: z.string(), department: z.string().nullable(), field: z.string(), zh: z.string(), en: z.string(), sayings: Sayings, owner: DriftOwner });
export const accepts = {
  'comparison.differs': takes(Seen, (data) => data.id),
  'comparison.agrees': takes(z.object({ id: z.string() }), (data) => data.id),
  'http.set-drift-standing': takes(z.object({ id: z.string(), standing: z.enum(['open', 'explained', 'being-mended']), note: z.string().nullable(), until: z.iso.date().nullable(), by: z.string() }), (data) => data.id),
  'http.assign-drift': takes(z.object({ id: z.string(), owner: DriftOwner, note: z.string().nullable(), by: z.string() }), (data) => data.id),
};

export function decide(record: DriftRecord | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<DriftRecord> {
  const at = now.toISOString();
  const line = (by: string | null, what: DriftRecord['history'][number]['what'], note: string | null = null, sayings: DriftRecord['sayings'] | null = null): DriftRecord['history'] => [...(record?.history ?? []), { at, by, what, note, sayings }];
  switch (message.type) {
    case 'comparison.differs': {
      const { data } = message;
      if (!record) return accept({ ...data, status: 'open', assigned: false, foundAt: at, closedAt: null, note: null, until: null, history: line(null, 'found', null, data.sayings) }, [], 'found');
      const { status } = record;
      if (status === 'closed') return accept({ ...record, ...data, status: 'open', assigned: false, foundAt: at, closedAt: null, note: null, until: null, history: line(null, 'found', null, data.sayings) }, [], 'found');
      const moved = JSON.stringify(record.sayings) !== JSON.stringify(Sayings.parse(data.sayings));
      const owner = record.assigned ? record.owner : data.owner;
      if (!moved && JSON.stringify(owner) === JSON.stringify(record.owner)) return ignore('known');
      if (!moved) return accept({ ...record, owner }, [], 'changed');
      // An explanation holds for what it explained and for nothing else.
      return accept({ ...record, ...data, owner, status: status === 'explained' ? 'open' : status, note: status === 'explained' ? null : record.note, history: line(null, 'changed', null, data.sayings) }, [], 'changed');
    }
    case 'comparison.agrees':
      return !record || record.status === 'closed' ? ignore('nothing is open') : accept({ ...record, status: 'closed', closedAt: at, history: line(null, 'closed') }, [], 'closed');
    case 'http.set-drift-standing': {
      if (!record) return refuse(refusal('not-found'));
      if (record.status === 'closed') return refuse(refusal('wrong-state', { detail: { zh: '该差异已消除', en: 'all say the same again' } }));
      const { standing, note, until, by } = message.data;
      if (standing !== 'open' && (note === null || note.trim() === '')) return refuse(refusal('invalid-request', { field: 'note', detail: { zh: '请写明原因或办法', en: 'say why, or how it is mended' } }));
      return accept({ ...record, status: standing, note: standing === 'open' ? null : note, until: standing === 'being-mended' ? until : null, history: line(by, standing === 'open' ? 'reopened' : standing, note) });
    }
    case 'http.assign-drift': {
      if (!record) return refuse(refusal('not-found'));
      if (record.status === 'closed') return refuse(refusal('wrong-state', { detail: { zh: '该差异已消除', en: 'all say the same again' } }));
      const { owner, note, by } = message.data;
      if (JSON.stringify(owner) === JSON.stringify(record.owner)) return ignore('it is theirs already');
      return accept({ ...record, owner, assigned: true, history: line(by, 'assigned', [`${record.owner.name} → ${owner.name}`, note].filter(Boolean).join('；')) });
    }
  }
}
