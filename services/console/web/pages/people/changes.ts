/** What a change of the register changed, field by field; lines of a list that stayed are left out. */

export type FieldName = 'login' | 'name' | 'active' | 'rights' | 'role' | 'department' | 'window' | 'holders' | 'subject' | 'from' | 'to' | 'reason';
export interface Changed { readonly field: FieldName; readonly before: unknown; readonly after: unknown }

const order: readonly FieldName[] = ['subject', 'login', 'name', 'role', 'department', 'window', 'active', 'holders', 'rights', 'from', 'to', 'reason'];
type Kept = Readonly<Record<string, unknown>> | null;

const told = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

export function changesOf(kind: 'person' | 'post' | 'absence', before: Kept, after: Kept): Changed[] {
  const found: Changed[] = [];
  for (const field of order) {
    // A person's identifier stands above the change and never differs.
    if (field === 'subject' && kind !== 'absence') continue;
    const [was, is] = [before?.[field], after?.[field]];
    if (JSON.stringify(was ?? null) === JSON.stringify(is ?? null) || (!told(was) && !told(is))) continue;
    if (Array.isArray(was) || Array.isArray(is)) {
      const [old, now]: unknown[][] = [Array.isArray(was) ? was : [], Array.isArray(is) ? is : []];
      found.push({ field, before: without(old, now), after: without(now, old) });
    } else found.push({ field, before: was, after: is });
  }
  return found;
}

const without = (lines: readonly unknown[] = [], others: readonly unknown[] = []): unknown[] => {
  const known = new Set(others.map((line) => JSON.stringify(line)));
  return lines.filter((line) => !known.has(JSON.stringify(line)));
};
