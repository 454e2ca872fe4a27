/**
 * One box for hand and scanner: what ends with Enter is recognised and handed on. Promise: a scanner that types a line
 * break in the middle (card readers do) is waited for, and the box is ready for the next scan at once.
 */
import ScanOutlined from '@ant-design/icons/ScanOutlined';
import { Input, type InputRef } from 'antd';
import { useRef, useState, type ReactNode, type Ref } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';
import { payCodePattern } from './pay-code-form.ts';
import { scanned, type Scanned } from './scanned.ts';

interface ScanInputProps {
  found(what: Scanned): void;
  label?: string;
  placeholder?: string;
  autoFocus?: boolean;
  input?: Ref<InputRef>;
  id?: string;
  className?: string;
  size?: 'small' | 'middle' | 'large';
}

/** A card reader types its fields as lines; the next line comes within this. */
const lineGapMs = 60;

export function ScanInput({ found, label, placeholder, autoFocus = false, input, id, className, size }: ScanInputProps): ReactNode {
  const w = useWords(frameTexts);
  const [value, setValue] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const take = (text: string): void => {
    timer.current = undefined;
    if (!text.trim()) return;
    setValue('');
    void payCodePattern().then((pattern) => { found(scanned(text, pattern)); });
  };
  return (
    <Input
      ref={input} id={id} className={className} size={size} value={value} autoFocus={autoFocus} autoComplete="off" spellCheck={false} allowClear
      aria-label={label ?? w('scan')} placeholder={placeholder ?? w('scan')} prefix={<ScanOutlined aria-hidden />}
      onChange={(event) => {
        clearTimeout(timer.current);
        setValue(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        const text = event.currentTarget.value;
        setValue(`${text}\t`);
        timer.current = setTimeout(() => take(text), lineGapMs);
      }}
    />
  );
}
