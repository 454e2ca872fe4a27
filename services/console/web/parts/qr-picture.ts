/**
 * QR codes as pictures, drawn here so that what they say is nobody else's to know; sharp at any size, on paper too. The
 * maker is fetched when it is needed first.
 */
import { useQuery } from '@tanstack/react-query';

/** An SVG as a `data:` address; undefined until it is drawn. Readers want a quiet zone of `margin` modules unless the paper leaves one. */
export function useQrPicture(text: string, margin = 2): string | undefined {
  return useQuery({
    queryKey: ['console', 'qr', { text, margin }], staleTime: Infinity, networkMode: 'always',
    queryFn: async () => {
      // The package is no module: in the browser's bundle it stands under `default` alone.
      const { default: maker } = await import('qrcode');
      return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await maker.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin, width: 296 }))}`;
    },
  }).data;
}
