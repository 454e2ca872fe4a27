// The states of a seal and of one use of it, and every move that is legal. 停用 and 恢复 are both put on record
// (国办发〔2025〕33号 art. 17); 注销 is the end (art. 18). A use that was refused may be applied for again under its key;
// one that was made stays made.

export const sealStates = {
  none: ['in-use'],
  'in-use': ['stopped', 'cancelled'],
  stopped: ['in-use', 'cancelled'],
  cancelled: [],
} as const;

export const impressionStates = {
  none: ['used', 'refused'],
  refused: ['used'],
  used: [],
} as const;
