/** A picture of at most 256 colours: one index into the palette for each pixel, row by row. */
export type Pixels = { width: number; height: number; palette: number[]; pixels: Uint8Array };

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const longestMatch = 258;
const shortestMatch = 3;

/**
 * The picture as a PNG file (ISO/IEC 15948), indexed colour. Flat art compresses well with the two matches that are
 * looked for: the pixel to the left and the row above.
 */
export function encodePng({ width, height, palette, pixels }: Pixels): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = new Uint8Array(palette.length * 3);
  palette.forEach((rgb, i) => colours.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255], i * 3));
  const stride = width + 1;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * stride + 1);
  }
  return joined([
    Uint8Array.from(signature),
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", zlib(rows, stride)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set([...type].map((letter) => letter.charCodeAt(0)), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** RFC 1950 around one block of RFC 1951 with the fixed codes. */
function zlib(data: Uint8Array, stride: number): Uint8Array {
  const out = new BitWriter(data.length);
  out.bits(0x78, 8);
  out.bits(0x01, 8);
  out.bits(1, 1);
  out.bits(1, 2);
  for (let i = 0; i < data.length; ) {
    const left = matchLength(data, i, 1);
    const above = left === longestMatch ? 0 : matchLength(data, i, stride);
    const length = Math.max(left, above);
    if (length < shortestMatch) {
      out.symbol(data[i]);
      i++;
    } else {
      out.match(length, above >= left ? stride : 1);
      i += length;
    }
  }
  out.symbol(256);
  return out.end(adler32(data));
}

function matchLength(data: Uint8Array, at: number, distance: number): number {
  if (at < distance) {
    return 0;
  }
  const most = Math.min(longestMatch, data.length - at);
  let length = 0;
  while (length < most && data[at + length] === data[at + length - distance]) {
    length++;
  }
  return length;
}

/** Where each length code and each distance code begins, and how many more bits follow it. */
const lengthStarts: number[] = [];
const lengthBits: number[] = [];
for (let code = 0, start = shortestMatch; code < 28; code++) {
  lengthStarts.push(start);
  lengthBits.push(code < 8 ? 0 : (code >> 2) - 1);
  start += 1 << lengthBits[code];
}
lengthStarts.push(longestMatch);
lengthBits.push(0);
const distanceStarts: number[] = [];
const distanceBits: number[] = [];
for (let code = 0, start = 1; code < 30; code++) {
  distanceStarts.push(start);
  distanceBits.push(code < 4 ? 0 : (code >> 1) - 1);
  start += 1 << distanceBits[code];
}

class BitWriter {
  private readonly bytes: Uint8Array;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(most: number) {
    // Nine bits for each byte at worst.
    this.bytes = new Uint8Array(most + (most >> 3) + 32);
  }

  /** The lowest bit first. */
  bits(value: number, count: number): void {
    this.held |= value << this.count;
    this.count += count;
    while (this.count >= 8) {
      this.bytes[this.length++] = this.held & 255;
      this.held >>>= 8;
      this.count -= 8;
    }
  }

  symbol(symbol: number): void {
    if (symbol < 144) {
      this.code(0x30 + symbol, 8);
    } else if (symbol < 256) {
      this.code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      this.code(symbol - 256, 7);
    } else {
      this.code(0xc0 + symbol - 280, 8);
    }
  }

  match(length: number, distance: number): void {
    const lengthCode = lastAtMost(lengthStarts, length);
    this.symbol(257 + lengthCode);
    this.bits(length - lengthStarts[lengthCode], lengthBits[lengthCode]);
    const distanceCode = lastAtMost(distanceStarts, distance);
    this.code(distanceCode, 5);
    this.bits(distance - distanceStarts[distanceCode], distanceBits[distanceCode]);
  }

  end(checksum: number): Uint8Array {
    if (this.count > 0) {
      this.bits(0, 8 - this.count);
    }
    for (const shift of [24, 16, 8, 0]) {
      this.bytes[this.length++] = (checksum >>> shift) & 255;
    }
    return this.bytes.slice(0, this.length);
  }

  /** Huffman codes go out with their highest bit first. */
  private code(code: number, count: number): void {
    let reversed = 0;
    for (let i = 0; i < count; i++) {
      reversed |= ((code >> i) & 1) << (count - 1 - i);
    }
    this.bits(reversed, count);
  }
}

function lastAtMost(starts: number[], value: number): number {
  let found = starts.length - 1;
  while (starts[found] > value) {
    found--;
  }
  return found;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) {
    c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c = crcTable[(c ^ byte) & 255] ^ (c >>> 8);
  }
  return (c ^ 0xffffffff) >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
