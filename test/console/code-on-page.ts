/** Reads a two-dimensional code off a page the way a telephone does: from its picture, by a decoder that knows nothing of how it was drawn. */
import jsQR from 'jsqr';
import { z } from 'zod';
import type { Visitor } from './hall.ts';

const Picture = z.object({ data: z.array(z.number()), width: z.number(), height: z.number() });

/** What the code in an image says. Throws when there is none. */
export async function codeIn({ page }: Visitor, place: string): Promise<string> {
  const source = (await page.locator(place).first().getAttribute('src')) ?? '';
  const { data, width, height } = Picture.parse(await page.evaluate(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(source)};
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0);
    return { data: [...brush.getImageData(0, 0, canvas.width, canvas.height).data], width: canvas.width, height: canvas.height };
  })()`));
  const read = jsQR(Uint8ClampedArray.from(data), width, height);
  if (!read) throw new Error(`no code can be read in ${place}`);
  return read.data;
}
