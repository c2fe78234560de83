import type { Place } from "./behind.rules.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Whether requests go to the right. Otherwise they go down. */
  isWide: boolean;
  places: Record<Exclude<Place, "function">, Box>;
  /** The frame around the instances. */
  frame: Box;
  instances: Box[];
}

/** Boxes side by side in a line, with their common middle at `middle`. */
const spread = (count: number, middle: number, step: number): number[] =>
  Array.from({ length: count }, (_, at) => middle + (at - (count - 1) / 2) * step);

/** Where everything is, for wide pages and for narrow ones. `x` and `y` are the middle of a box. */
export function layoutOf(isWide: boolean, instances: number): Layout {
  if (isWide)
    return {
      ...{ width: 1200, height: 340, isWide },
      places: {
        browser: { x: 92, y: 170, width: 160, height: 84 },
        edge: { x: 348, y: 170, width: 172, height: 84 },
        gateway: { x: 592, y: 170, width: 172, height: 84 },
        dynamodb: { x: 1098, y: 50, width: 180, height: 84 },
        aurora: { x: 1098, y: 170, width: 180, height: 84 },
        sqs: { x: 1098, y: 290, width: 180, height: 84 },
      },
      frame: { x: 842, y: 170, width: 172, height: 64 + Math.max(instances, 1) * 58 },
      instances: spread(instances, 192, 58).map((y) => ({ x: 842, y, width: 140, height: 50 })),
    };
  return {
    ...{ width: 360, height: 660, isWide },
    places: {
      browser: { x: 180, y: 44, width: 170, height: 76 },
      edge: { x: 180, y: 170, width: 170, height: 76 },
      gateway: { x: 180, y: 296, width: 170, height: 76 },
      dynamodb: { x: 60, y: 612, width: 112, height: 76 },
      aurora: { x: 180, y: 612, width: 112, height: 76 },
      sqs: { x: 300, y: 612, width: 112, height: 76 },
    },
    frame: { x: 180, y: 446, width: 352, height: 116 },
    instances: spread(instances, 180, Math.min(114, 344 / Math.max(instances, 1))).map((x) => ({
      ...{ x, y: 464, height: 54 },
      width: Math.min(104, 332 / Math.max(instances, 1)),
    })),
  };
}

/** Where the way from one box to another leaves the first and reaches the second. */
function ends(from: Box, to: Box, isWide: boolean) {
  const [right, down] = isWide ? [Math.sign(to.x - from.x), 0] : [0, Math.sign(to.y - from.y)];
  const at = ({ x, y, width, height }: Box, side: 1 | -1) => ({
    x: x + (side * right * width) / 2,
    y: y + (side * down * height) / 2,
  });
  return [at(from, 1), at(to, -1)] as const;
}

/** A curve from one box to another, as the `d` of a path. */
export function curve(from: Box, to: Box, isWide: boolean): string {
  const [one, other] = ends(from, to, isWide);
  const [mx, my] = [(one.x + other.x) / 2, (one.y + other.y) / 2];
  const [first, second] = isWide
    ? [`${mx} ${one.y}`, `${mx} ${other.y}`]
    : [`${one.x} ${my}`, `${other.x} ${my}`];
  return `M${one.x} ${one.y}C${first},${second},${other.x} ${other.y}`;
}

/** About how long that curve is. */
export function distance(from: Box, to: Box, isWide: boolean): number {
  const [one, other] = ends(from, to, isWide);
  return Math.hypot(other.x - one.x, other.y - one.y);
}
