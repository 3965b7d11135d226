import type { Pixels } from "./png";

/** A picture on its way; more colours than a palette holds never come. */
export type Drawing = Pixels;

export type SketchWish = { prompt: string; style: string; model: string; width: number; height: number };

/** Shades between two neighbours of a theme. */
const steps = 12;

/** From the ground to the light. Each neighbour pair blends well, which is all that the drawing relies on. */
const themes = [
  [0x10233f, 0x1f4e79, 0x3f8fb5, 0x9fd3c7, 0xf6e7c1],
  [0x2b1b3d, 0x6b2d5c, 0xc05c7e, 0xf3a683, 0xfff1d6],
  [0x12312b, 0x2a6f5e, 0x69a76e, 0xcfd86b, 0xfdf6d8],
  [0x1d1f33, 0x3c3f73, 0x7c6fb0, 0xd7a6c9, 0xfbe9ef],
  [0x331a12, 0x87402b, 0xd9783f, 0xf2b84b, 0xfff4cf],
  [0x0c1a2b, 0x274060, 0x5899a8, 0xc8b8db, 0xf9f4f5],
];

const refusedWords = ["gore", "nude", "nsfw"];

/** Why this hand does not draw a wish; null when it does. */
export function refusedBySketch(prompt: string): { code: string; message: string; retryable: boolean } | null {
  const word = prompt.toLowerCase().match(/\p{L}+/gu)?.find((one) => refusedWords.includes(one));
  return word === undefined
    ? null
    : {
        code: "PromptRefused",
        message: `Sketch does not draw this: the prompt says “${word}”. Change the words and create a new one.`,
        retryable: false,
      };
}

/**
 * Draws without any outside service: the same wish gives the same picture. Gives the drawing again and again as it
 * grows, with the share that is done.
 */
export function* sketch(wish: SketchWish): Generator<{ percent: number; drawing: Drawing }> {
  const random = chance(`${wish.prompt}\n${wish.style}`);
  const theme = themes[Math.floor(random() * themes.length)];
  const canvas = new Canvas(wish.width, wish.height, random() < 0.5 ? theme : [...theme].reverse());
  const layers = wish.model === "sketch-detailed" ? 14 : 7;
  canvas.sky();
  yield { percent: 10, drawing: canvas.drawing() };
  const paint = painters[wish.style] ?? painters.paper;
  for (let layer = 0; layer < layers; layer++) {
    paint(canvas, random, layer / (layers - 1));
    const percent = 10 + Math.round((85 * (layer + 1)) / layers);
    if (layer % 2 === 1 || layer === layers - 1) {
      yield { percent, drawing: canvas.drawing() };
    }
  }
}

/** Half the size, for lists. */
export function thumbnail({ width, height, palette, pixels }: Drawing): Drawing {
  const small = { width: width >> 1, height: height >> 1 };
  const half = new Uint8Array(small.width * small.height);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      half[y * small.width + x] = pixels[2 * y * width + 2 * x];
    }
  }
  return { ...small, palette, pixels: half };
}

type Painter = (canvas: Canvas, random: () => number, depth: number) => void;

const painters: Record<string, Painter> = {
  aurora(canvas, random, depth) {
    const wave = waves(random, canvas.width, canvas.height * 0.12);
    const top = canvas.height * (0.08 + 0.75 * depth);
    const thickness = canvas.height * (0.1 + 0.12 * random());
    for (let x = 0; x < canvas.width; x++) {
      const from = top + wave(x);
      canvas.column(x, from, from + thickness * (0.6 + 0.4 * Math.sin(x / 31)), (0.25 + 0.7 * depth + 0.1 * random()));
    }
  },
  paper(canvas, random, depth) {
    if (depth === 0) {
      canvas.disc(canvas.width * (0.2 + 0.6 * random()), canvas.height * 0.3, canvas.height * 0.13, 1);
    }
    const wave = waves(random, canvas.width, canvas.height * (0.16 - 0.08 * depth));
    const top = canvas.height * (0.38 + 0.55 * depth);
    for (let x = 0; x < canvas.width; x++) {
      canvas.column(x, top + wave(x), canvas.height, 0.72 - 0.7 * depth);
    }
  },
  orbit(canvas, random, depth) {
    const x = canvas.width * (0.5 + 0.3 * (random() - 0.5));
    const y = canvas.height * (0.5 + 0.3 * (random() - 0.5));
    const most = Math.min(canvas.width, canvas.height) * 0.62;
    const radius = most * (1 - 0.9 * depth);
    canvas.disc(x, y, radius, 0.15 + 0.8 * depth);
    canvas.disc(x, y, radius * 0.93, 0.08 + 0.7 * depth);
    const angle = random() * 2 * Math.PI;
    canvas.disc(x + radius * Math.cos(angle), y + radius * Math.sin(angle), most * 0.05 + 2, 1);
  },
  mosaic(canvas, random, depth) {
    const tile = Math.max(12, Math.round(canvas.width / (6 + 10 * depth)));
    for (let y = 0; y < canvas.height; y += tile) {
      for (let x = 0; x < canvas.width; x += tile) {
        if (random() < 0.34) {
          const tone = (0.25 + 0.6 * random()) * (1 - y / canvas.height / 2) + 0.3 * depth * random();
          canvas.tile(x, y, tile - 2, tone, random() < 0.5);
        }
      }
    }
  },
};

/** Layers of flat colour. Tones go from 0, the ground, to 1, the light. */
class Canvas {
  private readonly palette: number[] = [];
  private readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
    theme: number[],
  ) {
    this.pixels = new Uint8Array(width * height);
    for (let i = 0; i + 1 < theme.length; i++) {
      for (let step = 0; step < steps; step++) {
        this.palette.push(blend(theme[i], theme[i + 1], step / steps));
      }
    }
    this.palette.push(theme[theme.length - 1]);
  }

  drawing(): Drawing {
    return { width: this.width, height: this.height, palette: this.palette, pixels: this.pixels };
  }

  sky(): void {
    for (let y = 0; y < this.height; y++) {
      const tone = this.colour(0.55 + (0.4 * y) / this.height);
      this.pixels.fill(tone, y * this.width, (y + 1) * this.width);
    }
  }

  column(x: number, from: number, to: number, tone: number): void {
    const colour = this.colour(tone);
    const end = Math.min(this.height, Math.round(to));
    for (let y = Math.max(0, Math.round(from)); y < end; y++) {
      this.pixels[y * this.width + x] = colour;
    }
  }

  disc(x: number, y: number, radius: number, tone: number): void {
    for (let dy = -radius; dy <= radius; dy++) {
      const half = Math.sqrt(radius * radius - dy * dy);
      this.row(Math.round(y + dy), x - half, x + half, this.colour(tone));
    }
  }

  /** A square, or the half of it under its diagonal. */
  tile(x: number, y: number, size: number, tone: number, half: boolean): void {
    for (let dy = 0; dy < size; dy++) {
      this.row(y + dy, x, x + (half ? dy : size), this.colour(tone));
    }
  }

  private row(y: number, from: number, to: number, colour: number): void {
    if (y >= 0 && y < this.height) {
      const start = Math.max(0, Math.round(from));
      const end = Math.min(this.width, Math.round(to));
      if (start < end) {
        this.pixels.fill(colour, y * this.width + start, y * this.width + end);
      }
    }
  }

  private colour(tone: number): number {
    return Math.round(Math.min(1, Math.max(0, tone)) * (this.palette.length - 1));
  }
}

function blend(from: number, to: number, share: number): number {
  const part = (shift: number) =>
    Math.round(((from >> shift) & 255) * (1 - share) + ((to >> shift) & 255) * share) << shift;
  return part(16) | part(8) | part(0);
}

/** A smooth line from the sum of three waves. */
function waves(random: () => number, width: number, height: number): (x: number) => number {
  const parts = [1, 2.3, 4.1].map((frequency) => ({
    frequency: (frequency * (0.7 + 0.6 * random()) * 2 * Math.PI) / width,
    phase: random() * 2 * Math.PI,
    height: (height * (0.5 + random())) / frequency,
  }));
  return (x) => parts.reduce((sum, part) => sum + part.height * Math.sin(part.frequency * x + part.phase), 0);
}

/** The same numbers for the same words: FNV-1a feeds mulberry32. */
function chance(words: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    state = Math.imul(state ^ words.charCodeAt(i), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
