/** An empty place that says why it is empty and, where there is one, the next thing to do. */
import InboxOutlined from '@ant-design/icons/InboxOutlined';
import type { ReactNode } from 'react';

export function EmptyState({ title, note, action }: { title: string; note?: string; action?: ReactNode }): ReactNode {
  return (
    <div className="hub-empty">
      <InboxOutlined aria-hidden />
      <p className="hub-empty-title">{title}</p>
      {note !== undefined && <p className="hub-empty-note">{note}</p>}
      {action}
    </div>
  );
}
