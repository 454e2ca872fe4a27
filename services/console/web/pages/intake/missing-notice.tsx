/**
 * The one notice of everything missing: begun with the required papers that are not there, completed by hand. Promise: it
 * cannot be sent empty, and says that there is no second one.
 */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import { Alert, Button, Input, Modal } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { frameTexts } from '../../texts/frame.ts';
import { intakeTexts } from '../../texts/intake.ts';

export function MissingNotice({ missing, close, send }: { missing: readonly string[]; close(): void; send(list: readonly string[]): void }): ReactNode {
  const w = useWords(intakeTexts);
  const frame = useWords(frameTexts);
  const [lines, setLines] = useState<readonly string[]>(missing);
  const [fresh, setFresh] = useState('');
  const [empty, setEmpty] = useState(false);
  const adding = useRef<HTMLDivElement>(null);
  const add = (): void => {
    if (fresh.trim() === '') return;
    setLines([...lines, fresh.trim()]);
    setFresh('');
    setEmpty(false);
  };
  const finish = (): void => {
    const list = [...lines, fresh].map((line) => line.trim()).filter((line) => line !== '');
    if (list.length === 0) setEmpty(true);
    else send([...new Set(list)]);
  };
  return (
    <Modal
      open title={w('noticeTitle')} width={560} mask={{ closable: false }} closable={false} afterOpenChange={(open) => { if (open) adding.current?.querySelector('input')?.focus(); }} onCancel={close} onOk={finish} cancelText={frame('cancel')}
      okText={<>{w('noticeSend')} <KeyCap of="Ctrl Enter" /></>}
    >
      <div onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); finish(); } }}>
        <Alert type="info" showIcon title={w('noticeNote')} />
        {/* First, so that the dialog's own focus lands here and what is typed at once is a new line. */}
        <div ref={adding} className="hub-notice-add">
          <Input
            value={fresh} maxLength={200} placeholder={w('noticeAdd')} aria-label={w('noticeAdd')} status={empty ? 'error' : ''} onChange={(event) => setFresh(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              add();
            }}
          />
        </div>
        {empty && <p className="hub-field-fault" role="alert">{w('noticeEmpty')}</p>}
        <ol className="hub-notice-lines">
          {lines.map((line, index) => (
            <li key={index}>
              <Input value={line} maxLength={200} aria-label={w('noticeLine', { number: index + 1 })} onChange={(event) => setLines(lines.map((old, at) => (at === index ? event.target.value : old)))} />
              <Button type="text" icon={<CloseOutlined />} aria-label={w('noticeRemove', { number: index + 1 })} onClick={() => setLines(lines.filter((_, at) => at !== index))} />
            </li>
          ))}
        </ol>
      </div>
    </Modal>
  );
}
