/**
 * How the simulated platform proves a unit's signature: GB/T 32918.2 §7 counted out from the standard's own formulas, so that it shares no
 * misreading with whoever signs. Slow and plain on purpose; it is no library.
 */
import { createHash } from 'node:crypto';

const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const a = p - 3n;
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const g: Point = { x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n, y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n };
interface Point { readonly x: bigint; readonly y: bigint }

const mod = (value: bigint, by: bigint = p): bigint => ((value % by) + by) % by;
function inverse(value: bigint): bigint {
  let [low, high, x, y] = [mod(value), p, 1n, 0n];
  while (low > 1n) { const times = high / low; [low, high, x, y] = [high - times * low, low, y - times * x, x]; }
  return mod(x);
}
/** The sum of two points; null is the point at infinity. */
function add(one: Point | null, other: Point | null): Point | null {
  if (!one) return other;
  if (!other) return one;
  if (one.x === other.x && mod(one.y + other.y) === 0n) return null;
  const slope = one.x === other.x ? mod((3n * one.x * one.x + a) * inverse(2n * one.y)) : mod((other.y - one.y) * inverse(other.x - one.x));
  const x = mod(slope * slope - one.x - other.x);
  return { x, y: mod(slope * (one.x - x) - one.y) };
}
function times(scalar: bigint, point: Point): Point | null {
  let sum: Point | null = null;
  let power: Point | null = point;
  for (let left = scalar; left > 0n; left >>= 1n) { if (left & 1n) sum = add(sum, power); power = add(power, power); }
  return sum;
}
const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const sm3 = (...parts: Buffer[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sm3')).digest();

/** Whether a signature (DER of r and s) is the one of this key (PEM, SubjectPublicKeyInfo) over these bytes. */
export function isSignedBy(publicKeyPem: string, userId: string, message: Buffer, signature: Buffer): boolean {
  const info = Buffer.from(publicKeyPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');
  const point = /06082a811ccf5501822d03420004([0-9a-f]{64})([0-9a-f]{64})$/.exec(info);
  const [first, second, end] = [4, 6 + (signature[3] ?? 0), signature.length];
  const isDer = end > 8 && signature[0] === 0x30 && signature[1] === end - 2 && signature[2] === 2 && signature[second - 2] === 2 && signature[second - 1] === end - second && end > second;
  if (!point || !isDer) return false;
  const [r, s] = [BigInt(`0x${signature.toString('hex', first, second - 2)}`), BigInt(`0x${signature.toString('hex', second)}`)];
  const key: Point = { x: BigInt(`0x${point[1] ?? ''}`), y: BigInt(`0x${point[2] ?? ''}`) };
  if (r < 1n || s < 1n || r >= n || s >= n || mod(key.y * key.y - key.x ** 3n - a * key.x - b) !== 0n) return false;
  const id = Buffer.from(userId, 'latin1');
  const z = sm3(Buffer.of((id.length * 8) >> 8, (id.length * 8) & 0xff), id, bytes(a), bytes(b), bytes(g.x), bytes(g.y), bytes(key.x), bytes(key.y));
  const digest = BigInt(`0x${sm3(z, message).toString('hex')}`);
  const t = mod(r + s, n);
  const sum = t === 0n ? null : add(times(s, g), times(t, key));
  return sum !== null && mod(digest + sum.x, n) === r;
}
