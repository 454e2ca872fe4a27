/**
 * Logs for people who mend things: JSON lines that carry the case number and never a person. What may identify
 * somebody is removed by name of field; errors are cut down to name, code and place, since drivers put data in messages.
 */
import pino, { type Logger } from 'pino';

export type Log = Logger;

const personal = ['name', 'mobile', 'phone', 'idNumber', 'citizenNumber', 'creditCode', 'content', 'text', 'password', 'secret', 'token', 'authorization', 'body', 'payer', 'applicant', 'agent', 'holder', 'recipient'];

/** An error as it may be logged: SQL texts and bound values stay out. */
export function safeError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const fromDriver = 'sql' in error || 'sqlMessage' in error;
  // Zod messages list the offending input's path and the rule, not the value.
  return {
    kind: error.name, ...(code ? { code } : {}),
    // Errors of parsers quote what they could not read; database errors name the values.
    message: error instanceof SyntaxError ? '' : fromDriver ? `database error ${'errno' in error ? String(error.errno) : ''}` : error.message.slice(0, 300),
    at: error.stack?.split('\n').slice(1, 5).map((line) => line.trim().replace(/^at /, '').replace(/file:\/\/\S*\/(infra|services|contracts|scripts|node_modules)\//, '$1/')),
  };
}

/** The logger of one service. `level` by setting; lines go to standard error so that output stays for data. */
export function openLog(service: string, level: string): Log {
  return pino({
    level, base: { service },
    redact: { paths: personal.flatMap((field) => [field, `*.${field}`]), censor: '[masked]' },
    serializers: { error: safeError, err: safeError },
    timestamp: pino.stdTimeFunctions.isoTime,
  }, pino.destination({ fd: 2, sync: false, minLength: 0 }));
}
