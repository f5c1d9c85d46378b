// Real files for the stories, made on the spot: pictures of two or three easy kinds, broken ones, archives.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const crc = (bytes) => crc32(bytes) >>> 0;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** A PNG of RGB pixels, square unless a height is given; `color(x, y)` gives [r, g, b]. */
export function png(width, color, height = width) {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set(color(x, y), y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  return sealed(width, height, deflateSync(rows));
}

function sealed(width, height, data) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** A small file that claims to be 30,000 pixels square. */
export const bomb = () => sealed(30_000, 30_000, deflateSync(Buffer.alloc(1000)));

/** A seeded random number in 0…1, so that a story sees the same pictures every time. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const KINDS = {
  /** Stripes from left to right, of random place, colour and width. */
  stripes: (random) => {
    const [period, phase, ink] = [4 + random() * 4, random() * 8, 120 + random() * 120];
    return (x, y) => {
      const on = ((y + phase) % period) < period / 2;
      return on ? [ink, ink * 0.8, 60] : [30, 40, 50 + random() * 20];
    };
  },
  /** A disc somewhere. */
  discs: (random) => {
    const [cx, cy, r, ink] = [10 + random() * 12, 10 + random() * 12, 6 + random() * 5, 120 + random() * 120];
    return (x, y) => {
      const on = (x - cx) ** 2 + (y - cy) ** 2 < r * r;
      return on ? [60, ink, ink * 0.7] : [40, 30, 40 + random() * 20];
    };
  },
  /** A cross from corner to corner. */
  crosses: (random) => {
    const [width, ink] = [2 + random() * 3, 120 + random() * 120];
    return (x, y) => {
      const on = Math.abs(x - y) < width || Math.abs(x + y - 31) < width;
      return on ? [ink, 70, ink] : [40 + random() * 20, 40, 30];
    };
  },
};

/** Picture `index` of a kind, 32×32. Every index is another picture. */
export function picture(kind, index) {
  const random = chance(index * 7919 + kind.length);
  return png(32, KINDS[kind](random));
}

/** `{ 'discs/0.png': bytes, … }`, `count` pictures of each kind. */
export function pictures(count, kinds = ['stripes', 'discs']) {
  const files = {};
  for (const kind of kinds) {
    for (let index = 0; index < count; index += 1) files[`${kind}/${String(index).padStart(4, '0')}.png`] = picture(kind, index);
  }
  return files;
}

/** Writes `{ path: bytes }` into a fresh folder named `name`; removed again by `done()`. */
export async function folder(files, name = 'shapes') {
  const parent = await mkdtemp(path.join(tmpdir(), 'watchglass-'));
  const root = path.join(parent, name);
  for (const [file, bytes] of Object.entries(files)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  return { root, parent, done: () => rm(parent, { recursive: true, force: true }) };
}

/** A zip of `{ path: bytes }`. */
export function zip(files) {
  const parts = [];
  const central = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const file = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x0800, 6); // names are UTF-8
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(file.length, 26);
    parts.push(head, file, packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(0x031e, 4);
    head.copy(entry, 6, 4, 28);
    entry.writeUInt32LE(0o100644 * 65536, 38);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, file);
    offset += head.length + file.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** An IDX file of bytes: `sides` says how many there are in each direction. */
export function idx(sides, bytes) {
  const head = Buffer.alloc(4 + 4 * sides.length);
  head.set([0, 0, 8, sides.length]);
  sides.forEach((side, at) => head.writeUInt32BE(side, 4 + 4 * at));
  return Buffer.concat([head, bytes]);
}

/** `count` gray images of 28×28 in ten classes, as a pair of IDX files: a bar for each class, and noise. */
export function idxPair(count, name = 'train') {
  const random = chance(count);
  const labels = Buffer.alloc(count);
  const pixels = Buffer.alloc(count * 784);
  for (let image = 0; image < count; image += 1) {
    const label = (image * 7 + 3) % 10; // as many of each, and not in their order
    labels[image] = label;
    const shift = Math.floor(random() * 3) - 1;
    for (let at = 0; at < 784; at += 1) {
      const on = Math.abs((at % 28) - (2 + label * 2.6 + shift)) < 2;
      pixels[image * 784 + at] = (on ? 170 : 20) + random() * 60;
    }
  }
  return {
    [`${name}-images-idx3-ubyte`]: idx([count, 28, 28], pixels),
    [`${name}-labels-idx1-ubyte`]: idx([count], labels),
    labels,
  };
}
