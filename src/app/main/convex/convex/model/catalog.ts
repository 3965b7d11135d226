import { v } from "convex/values";

/** What a picture can be made with. The one table: functions check against it, and clients show it. */
export const catalog = {
  models: [
    { id: "sketch", label: "Sketch", description: "Drawn on the spot, without any outside service. Free." },
    { id: "sketch-detailed", label: "Sketch, detailed", description: "The same hand with more shapes; takes longer." },
  ],
  styles: [
    { id: "aurora", label: "Aurora" },
    { id: "paper", label: "Cut paper" },
    { id: "orbit", label: "Orbits" },
    { id: "mosaic", label: "Mosaic" },
  ],
  aspectRatios: [
    { id: "1:1", label: "Square", width: 512, height: 512 },
    { id: "4:3", label: "Landscape", width: 576, height: 432 },
    { id: "16:9", label: "Wide", width: 640, height: 360 },
    { id: "3:4", label: "Portrait", width: 432, height: 576 },
    { id: "9:16", label: "Phone", width: 360, height: 640 },
  ],
  longestPrompt: 1000,
};

const choice = v.object({ id: v.string(), label: v.string() });

/** The shape of the table. */
export const catalogFields = v.object({
  models: v.array(v.object({ id: v.string(), label: v.string(), description: v.string() })),
  styles: v.array(choice),
  aspectRatios: v.array(v.object({ id: v.string(), label: v.string(), width: v.number(), height: v.number() })),
  longestPrompt: v.number(),
});

/** The size in pixels of an aspect ratio; null for one that is not in the table. */
export function sizeOf(aspectRatio: string): { width: number; height: number } | null {
  return catalog.aspectRatios.find((ratio) => ratio.id === aspectRatio) ?? null;
}
