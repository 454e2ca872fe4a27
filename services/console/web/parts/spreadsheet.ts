/** Rows saved as an .xlsx file; the writer is fetched when it is needed first. */

export interface SheetColumn<Row> {
  readonly title: string;
  /** Days stay days and numbers numbers, so that the reader can sort and add. */
  value(row: Row): string | number | null;
  /** In characters; Chinese ones count twice. */
  readonly width?: number;
}

export async function saveSpreadsheet<Row>(fileName: string, sheet: string, columns: readonly SheetColumn<Row>[], rows: readonly Row[]): Promise<void> {
  // The browser's own variant starts workers from blobs, which the content policy forbids; this one does not.
  const { default: write } = await import('write-excel-file/universal');
  const head = columns.map((column) => ({ value: column.title, fontWeight: 'bold' as const, backgroundColor: '#e8f0fa' }));
  const body = rows.map((row) => columns.map((column) => {
    const value = column.value(row);
    return value === null ? null : { value, type: typeof value === 'number' ? Number : String };
  }));
  const blob = await write([head, ...body], { sheet: sheet.slice(0, 31), columns: columns.map((column) => ({ width: column.width ?? 16 })), stickyRowsCount: 1 }).toBlob();
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has begun once the click returned; the address may go a little later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
