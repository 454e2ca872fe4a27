/** The bank gateway speaks HTTP to fees and sockets to banks; nothing on the bus yet. */
export const commands = {};
export const events = {};
