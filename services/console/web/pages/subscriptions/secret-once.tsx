/** Shows a secret once. Promise: it lies nowhere else in the page, and is gone when the dialog closes. */
import CopyOutlined from '@ant-design/icons/CopyOutlined';
import { Alert, Button, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { subscriptionTexts } from '../../texts/subscriptions.ts';

export function SecretOnce({ name, secret, close }: { name: string; secret: string | null; close(): void }): ReactNode {
  const w = useWords(subscriptionTexts);
  const [copied, setCopied] = useState(false);
  return (
    <Modal
      open title={w('secretTitle')} closable={false} mask={{ closable: false }} keyboard={false} width={560}
      footer={<Button type="primary" onClick={close}>{w('understood')}</Button>}
    >
      {secret === null ? <Alert type="warning" showIcon title={w('secretLost')} /> : (
        <div className="hub-stack">
          <p>{w('secretNote', { name })}</p>
          <div className="hub-row hub-secret">
            <Input readOnly aria-label={w('secret')} className="hub-code-input" value={secret} onFocus={(event) => event.target.select()} />
            <Button icon={<CopyOutlined />} onClick={() => { void navigator.clipboard.writeText(secret).then(() => setCopied(true)); }}>{w('copy')}</Button>
          </div>
          <p role="status" className="hub-soft">{copied ? w('copied') : ''}</p>
        </div>
      )}
    </Modal>
  );
}
