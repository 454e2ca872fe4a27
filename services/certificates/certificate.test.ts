import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { afterAll, describe, expect, it } from 'vitest';
import { printCertificate, setCertificate } from './certificate.ts';
import { signatoriesOf } from './certificate-content.ts';
import type { CertificateContent } from './certificate-content.ts';
import { chineseDate } from './chinese-date.ts';
import { drawingOf } from './drawing.ts';
import { openFonts } from '../../infra/fonts.ts';
import type { Page } from './page.ts';
import { templateFor } from './template-name.ts';
import type { TemplateName } from './template-name.ts';

const fonts = openFonts();
const directory = mkdtempSync(path.join(tmpdir(), 'certificate-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A plain ring; the seal service draws better ones. */
const ring = drawingOf({
  widthMm: 42, heightMm: 42,
  paths: [{ d: 'M42 21C42 32.6 32.6 42 21 42C9.4 42 0 32.6 0 21C0 9.4 9.4 0 21 0C32.6 0 42 9.4 42 21ZM40.8 21C40.8 10.06 31.94 1.2 21 1.2C10.06 1.2 1.2 10.06 1.2 21C1.2 31.94 10.06 40.8 21 40.8C31.94 40.8 40.8 31.94 40.8 21Z', fill: '#dc1414' }],
});
if (!ring) throw new Error('the ring cannot be read');

const content: CertificateContent = {
  title: '建设工程规划许可证', number: '4306032026000123',
  licenceId: '1.2.156.3005.2.11430603MB1234567X001.11430603MB1234567X.4306032026000123.001.K',
  holder: { name: '岳阳云溪新材料科技有限公司', creditCode: '91430603MA4Q1A2B3C' },
  item: { code: '11430603MB1234567X4000115001000', name: '建设工程规划许可（建筑类）' },
  issuer: { name: '岳阳市自然资源和规划局' },
  decision: { documentNumber: '云高审批〔2026〕12号', decidedOn: '2026-11-02', summary: '准予建设年产二万吨特种树脂生产线及配套仓库。' },
  validFrom: '2026-11-02', validTo: '2029-11-01',
  facts: [{ label: '建设位置', value: '云溪高新区长街路18号' }, { label: '建设规模', value: '12860.50㎡' }],
  seals: [{ sealName: '岳阳市自然资源和规划局行政审批服务专用章', picture: ring }],
  verifyAt: 'https://hub.example/verifications/1.2.156.3005.2.11430603MB1234567X001.11430603MB1234567X.4306032026000123.001.K',
};
const twoSeals: CertificateContent = { ...content, seals: [{ sealName: '云溪高新技术产业开发区管理委员会行政审批服务专用章', picture: ring }, ...content.seals] };
const names: TemplateName[] = ['licence', 'approval', 'filing'];

async function printed(template: TemplateName, what: CertificateContent): Promise<{ pdf: Buffer; page: Page; file: string }> {
  const [set, print] = [setCertificate(fonts, template, what), await printCertificate(fonts, template, what)];
  if ('unprintable' in set || 'unprintable' in print) throw new Error(`refused: ${JSON.stringify(set)}`);
  const file = path.join(directory, `${template}-${what.seals.length}.pdf`);
  writeFileSync(file, print.pdf);
  return { pdf: print.pdf, page: set.page, file };
}

function pixels(file: string, dpi: number): { width: number; height: number; at(x: number, y: number): [red: number, green: number, blue: number]; rgba(left: number, top: number, side: number): Uint8ClampedArray } {
  const ppm = execFileSync('pdftoppm', ['-r', String(dpi), '-singlefile', file], { maxBuffer: 1e9 });
  const [, width = 0, height = 0] = (/^P6\n(\d+) (\d+)\n255\n/.exec(ppm.toString('latin1', 0, 30)) ?? []).map(Number);
  const start = ppm.length - width * height * 3;
  const at = (x: number, y: number): [number, number, number] => {
    const place = start + 3 * (Math.floor(y) * width + Math.floor(x));
    return [ppm[place] ?? 255, ppm[place + 1] ?? 255, ppm[place + 2] ?? 255];
  };
  return {
    width, height, at,
    /** A part of the picture as a QR reader takes it. */
    rgba(left: number, top: number, side: number) {
      const data = new Uint8ClampedArray(side * side * 4).fill(255);
      for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) data.set(at(left + x, top + y), 4 * (y * side + x));
      return data;
    },
  };
}

describe.each(names)('a certificate of the template %s', (template) => {
  it('shows every field as text that can be searched and copied', async () => {
    const { file } = await printed(template, content);
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
    const expected = [content.title, content.number, content.licenceId, content.holder.name, content.holder.creditCode, content.item.name, content.issuer.name,
      content.decision.documentNumber, content.decision.summary, chineseDate(content.decision.decidedOn), ...content.facts.flatMap((fact) => [fact.label, fact.value])];
    for (const piece of expected) expect(text).toContain(piece);
  });

  it('carries its fonts inside, subsetted, and stays below 60 kB on one page', async () => {
    const { pdf, file } = await printed(template, content);
    const fontLines = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n').slice(2);
    expect(fontLines).toHaveLength(2);
    for (const line of fontLines) expect(line).toMatch(/^[A-Z]{6}\+NotoSerifSC-(Regular|Bold)\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    const information = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    expect(information).toMatch(/Pages:\s+1\n/);
    expect(information).toContain(content.title);
    expect(pdf.toString('latin1')).toContain('/Lang (zh-CN)');
    expect(pdf.length).toBeLessThan(60_000);
  });

  it('draws every single character, and the seals in red over the signature', async () => {
    const { file, page } = await printed(template, twoSeals);
    const dpi = 144;
    const image = pixels(file, dpi);
    const scale = dpi / 72;
    for (const mark of page.marks) {
      if (mark.kind !== 'text') continue;
      let x = mark.x;
      for (const character of mark.text) {
        const advance = fonts[mark.weight].widthOf(character, mark.size);
        if (character.trim() !== '') {
          let darkest = 255;
          for (let py = mark.baseline - mark.size * 0.86; py < mark.baseline + mark.size * 0.14; py += 0.4)
            for (let px = x; px < x + advance; px += 0.4) darkest = Math.min(darkest, image.at(px * scale, py * scale)[1]);
          expect(darkest, `${character} in ${mark.text}`).toBeLessThan(170);
        }
        x += advance + mark.spacing;
      }
    }
    const seals = page.boxes.filter((box) => /^seals\.\d$/.test(box.field));
    expect(seals).toHaveLength(2);
    for (const box of seals) {
      const [red, green] = image.at((box.x + box.width / 2) * scale, (box.y + 1.5) * scale);
      expect(red).toBeGreaterThan(190);
      expect(green).toBeLessThan(80);
    }
    const [left, right] = seals;
    expect((right?.x ?? 0) - ((left?.x ?? 0) + (left?.width ?? 0))).toBeGreaterThan(5);
    const date = page.boxes.find((box) => box.field === 'decision.decidedOn');
    const centre = (right?.y ?? 0) + (right?.height ?? 0) / 2;
    expect(date?.y).toBeGreaterThan(centre);
    expect((date?.y ?? 0) + (date?.height ?? 0)).toBeLessThan((right?.y ?? 0) + (right?.height ?? 0));
  });

  it('carries a QR code that reads as the verification address', async () => {
    const { file, page } = await printed(template, content);
    const image = pixels(file, 150);
    const box = page.boxes.find(({ field }) => field === 'qr');
    if (!box) throw new Error('no QR code');
    // With the quiet zone around it that the standard asks for.
    const [scale, quiet] = [150 / 72, box.width / 10];
    const side = Math.round((box.width + 2 * quiet) * scale);
    const part = image.rgba(Math.round((box.x - quiet) * scale), Math.round((box.y - quiet) * scale), side);
    expect(jsqr(part, side, side)?.data).toBe(content.verifyAt);
  });

  it('gives the same bytes for the same content', async () => {
    expect((await printed(template, twoSeals)).pdf.equals((await printed(template, twoSeals)).pdf)).toBe(true);
  });

  it('either refuses or stays on the paper, whatever the lengths', () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('云溪高新区管理委员会准予许可建设，。（）“”〔〕、A1 ')), minLength: 1, maxLength: 160 }).filter((text) => text.trim() !== '');
    fc.assert(fc.property(words, words, words, words, fc.array(fc.record({ label: words, value: words }), { maxLength: 24 }), (title, holder, issuer, summary, facts) => {
      const set = setCertificate(fonts, template, { ...twoSeals, title, holder: { name: holder, creditCode: '' }, issuer: { name: issuer }, decision: { ...content.decision, summary }, facts });
      if ('unprintable' in set) {
        expect(set.unprintable.reason).toBe('text-too-long');
        expect(set.unprintable.field).toBeTruthy();
        return;
      }
      for (const box of set.page.boxes) {
        expect(box.x, box.field).toBeGreaterThan(50);
        expect(box.x + box.width, box.field).toBeLessThan(set.page.width - 50);
        expect(box.y + box.height, box.field).toBeLessThan(set.page.height - 40);
      }
      const overlap = set.page.boxes.filter((box) => /value$|summary|validFrom/.test(box.field)).every((box) => set.page.boxes
        .filter((other) => other.field === 'qr').every((other) => box.y + box.height <= other.y));
      expect(overlap).toBe(true);
    }), { numRuns: 60 });
  });
});

describe('the template', () => {
  it('follows the kind of result, and a filing is never set as a permission', () => {
    expect(templateFor('licence', '建筑工程施工许可证')).toBe('licence');
    expect(templateFor('document', '关于同意新建项目的批复')).toBe('approval');
    expect(templateFor('document', '企业投资项目备案证明')).toBe('filing');
    expect(templateFor('constructor', '证')).toBeNull();
  });
  it('does not say the same twice when a fact repeats the summary', async () => {
    const repeated = { ...content, facts: [{ label: '项目名称', value: content.decision.summary }] };
    for (const template of names) {
      const { file } = await printed(template, repeated);
      const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
      expect(text.split(content.decision.summary), template).toHaveLength(2);
    }
  });
});

describe('who signs', () => {
  const signatories = (issuer: string, ...sealNames: string[]): string[] =>
    signatoriesOf({ ...content, issuer: { name: issuer }, seals: sealNames.map((sealName) => ({ sealName, picture: ring })) }).map(({ name }) => name);
  it('is the body whose seal it is, by its full name when it is the issuer', () => {
    expect(signatories('云岭经济开发区管理委员会', '云岭经济开发区行政审批服务专用章')).toEqual(['云岭经济开发区管理委员会']);
    expect(signatories('云岭市水务局', '云岭经济开发区行政审批服务专用章', '云岭市水务局行政审批专用章（1）')).toEqual(['云岭经济开发区', '云岭市水务局']);
  });
  it('is never a higher authority under another seal: the paper says who decided instead', async () => {
    const reported = { ...content, issuer: { name: '湖南示例省生态环境厅' }, seals: [{ sealName: '云岭市生态环境局行政审批专用章', picture: ring }] };
    expect(signatories('湖南示例省生态环境厅', '云岭市生态环境局行政审批专用章')).toEqual(['云岭市生态环境局']);
    for (const template of names) {
      const { file } = await printed(template, reported);
      expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, ''), template).toContain('决定机关');
    }
  });
});

describe('what cannot be shown is refused before printing', () => {
  const refusedFor = (change: Partial<CertificateContent>): unknown => {
    const set = setCertificate(fonts, 'licence', { ...content, ...change });
    return 'unprintable' in set ? set.unprintable : 'printed';
  };
  it('a character the font lacks, naming field and code point', () => {
    expect(refusedFor({ holder: { ...content.holder, name: '𠮷田商事（云溪）有限公司' } })).toEqual({ reason: 'glyph-missing', field: 'holder.name', codePoint: 'U+20BB7' });
  });
  it('a private-use character, which every font draws differently', () => {
    expect(refusedFor({ facts: [{ label: '法定代表人', value: '张\uE863' }] })).toEqual({ reason: 'glyph-missing', field: 'facts.0.value', codePoint: 'U+E863' });
  });
  it('a control character', () => {
    expect(refusedFor({ title: '许可\u0007证' })).toEqual({ reason: 'glyph-missing', field: 'title', codePoint: 'U+0007' });
  });
  it('but not a rare character the font does have', () => {
    expect(refusedFor({ holder: { ...content.holder, name: '䶮犇㛃鑫实业有限公司' } })).toBe('printed');
  });
  it('text that is too long, naming the longest field', () => {
    expect(refusedFor({ decision: { ...content.decision, summary: '准予许可。'.repeat(300) } })).toEqual({ reason: 'text-too-long', field: 'decision.summary' });
    expect(refusedFor({ title: '证'.repeat(60) })).toEqual({ reason: 'text-too-long', field: 'title' });
  });
});
