/**
 * The look, in one place: colours, distances, type. antd's components take the theme, our own style sheet takes the
 * same values as `--hub-…` (set by `applyLook`). Sized for 1366×768 at 125 %, where a page is 1093×614.
 */
import type { ThemeConfig } from 'antd';
import { colours } from './colours.ts';

export { colours };

/** Text and ground of a tag, by what it tells. */
export const tones = {
  calm: [colours.grey, colours.greyPale],
  active: [colours.primary, colours.primaryPale],
  good: [colours.green, colours.greenPale],
  warn: [colours.yellow, colours.yellowPale],
  bad: [colours.red, colours.redPale],
  outside: [colours.purple, colours.purplePale],
} as const satisfies Record<string, readonly [ink: string, ground: string]>;
export type Tone = keyof typeof tones;

/** For charts: distinct for colour-blind readers, in this order. */
export const chartColours = ['#14509b', '#d97706', '#1b7a3d', '#b3261e', '#6a3fa0', '#0e7c86', '#8a5a00', '#5a6672'] as const;

/** The apostrophe of English texts comes first (look.css): in a Chinese typeface it is as wide as a character. */
const fontFamily = '"Hub Apostrophe","Microsoft YaHei","微软雅黑","PingFang SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",system-ui,sans-serif';
const monospace = '"Cascadia Mono",Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace';

/** Whoever asks the computer for less motion gets none. */
const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;

export const theme: ThemeConfig = {
  hashed: false,
  token: {
    colorPrimary: colours.primary,
    colorLink: colours.primary,
    colorSuccess: colours.green,
    colorWarning: colours.yellow,
    colorError: colours.red,
    // Grounds are named: antd would mix them from the dark ink and get mud.
    colorSuccessBg: colours.greenPale,
    colorSuccessBorder: '#a9d8b8',
    colorWarningBg: colours.yellowPale,
    colorWarningBorder: '#ecd089',
    colorErrorBg: colours.redPale,
    colorErrorBorder: '#f0b9b4',
    colorInfoBg: colours.primaryPale,
    colorInfoBorder: '#b5cdea',
    colorText: colours.ink,
    colorTextSecondary: colours.inkSoft,
    colorTextTertiary: colours.inkSoft,
    colorTextQuaternary: colours.inkFaint,
    colorTextPlaceholder: colours.inkFaint,
    colorTextDescription: colours.inkSoft,
    colorBorder: colours.lineStrong,
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    borderRadius: 4,
    fontSize: 14,
    fontFamily,
    fontFamilyCode: monospace,
    controlHeight: 32,
    motion,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    wireframe: false,
  },
  components: {
    Alert: { withDescriptionPadding: '9px 14px', withDescriptionIconSize: 18, fontSizeLG: 14 },
    Modal: { titleFontSize: 16 },
  },
};

/** Hands the same values to the style sheet; through the object model, which the content policy allows. */
export function applyLook(): void {
  const root = document.documentElement.style;
  for (const [name, value] of Object.entries(colours)) root.setProperty(`--hub-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  for (const [name, [ink, ground]] of Object.entries(tones)) {
    root.setProperty(`--hub-tone-${name}`, ink);
    root.setProperty(`--hub-tone-${name}-ground`, ground);
  }
  root.setProperty('--hub-font', fontFamily);
  root.setProperty('--hub-font-code', monospace);
}
