/** Puts a standard of charges on the register as a hall does: one officer proposes it, a second approves. */
import { freshId } from '../infra/chance.ts';

/** `token`: a bearer token of a catalogue officer with that subject. */
export async function publishStandard(feesUrl: string, token: (role: 'catalogue-officer', as: { subject: string }) => Promise<string>, standard: { code: string; [field: string]: unknown }): Promise<void> {
  const send = async (subject: string, method: string, where: string, body: object): Promise<void> => {
    const answer = await fetch(`${feesUrl}/standards/${standard.code}${where}`, {
      method, headers: { authorization: `Bearer ${await token('catalogue-officer', { subject })}`, 'content-type': 'application/json', 'idempotency-key': freshId() }, body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(`${standard.code} was not published: ${String(answer.status)} ${await answer.text()}`);
  };
  await send('catalogue-officer-a', 'PUT', '', standard);
  await send('catalogue-officer-b', 'POST', '/verdicts', { number: 1, decision: 'approve', note: '' });
}
