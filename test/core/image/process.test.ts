import { type Context, context } from "@myclothes/core/context";
import * as Images from "@myclothes/core/image/process";
import { links } from "@myclothes/core/links";
import sharp, { type Metadata, type Sharp } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import * as Bucket from "../../../packages/core/src/aws/images.ts";
import { admin } from "../../support/admin.ts";
import { picture, png, put, requestUpload } from "../../support/images.ts";
import { run } from "../../support/products.ts";

let merchant: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  merchant = await admin("manager");
});

/** Uploads a file under a name and a type that promise a PNG, and returns the image's ID. */
async function upload(file: Buffer): Promise<string> {
  const requested = await requestUpload(merchant, file);
  // S3 would refuse an empty file, because its length was not signed.
  if (file.length > 0) expect((await put(requested, file)).status).toBe(200);
  else
    await Bucket.write(context(), keyOf(requested.id), file, { contentType: "image/png", cacheControl: "" });
  return requested.id;
}

const keyOf = (id: string) => `uploads/${id}`;
const find = async (id: string) => (await merchant.send("GET", `/admin/v1/images/${id}`)).body;
const isStored = (key: string) =>
  Bucket.read(context(), key).then(
    () => true,
    () => false,
  );

async function process(file: Buffer) {
  const id = await upload(file);
  await Images.process(context(), keyOf(id));
  return find(id);
}

const fetched = async (url: string) => {
  const response = await fetch(`${links.Images.url}${url}`);
  return { response, body: Buffer.from(await response.arrayBuffer()) };
};
const urlsOf = (list: string) => list.split(", ").map((one) => one.split(" "));

describe("an image", () => {
  it("gets copies in four widths, as AVIF and WebP, under names that never change", async () => {
    const image = await process(await picture({ width: 2_400, height: 1_800 }).jpeg().toBuffer());
    expect(image).toMatchObject({ status: "ready", width: 2_400, height: 1_800 });
    for (const format of ["webp", "avif"]) {
      const copies = urlsOf(image.srcset[format]);
      expect(copies.map(([, width]) => width)).toEqual(["320w", "640w", "1080w", "1920w"]);
      for (const [url = "", width = ""] of copies) {
        expect(url).toMatch(
          new RegExp(`^/images/${image.id}/[0-9a-f]{16}-${parseInt(width, 10)}\\.${format}$`),
        );
        const { response, body } = await fetched(url);
        expect(response.headers.get("content-type")).toBe(`image/${format}`);
        expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
        expect(await sharp(body).metadata()).toMatchObject({
          format: format === "avif" ? "heif" : format,
          width: parseInt(width, 10),
          height: (parseInt(width, 10) * 3) / 4,
        });
      }
    }
    expect(image.url).toBe(urlsOf(image.srcset.webp).at(-1)?.[0]);
    expect(await isStored(keyOf(image.id))).toBe(false);
  });

  it.each([
    [500, ["320w", "500w"]],
    [320, ["320w"]],
    [1, ["1w"]],
  ])("of %i pixels has no larger copy", async (width, widths) => {
    const image = await process(await picture({ width, height: width }).png().toBuffer());
    expect(image).toMatchObject({ status: "ready", width, height: width });
    for (const list of [image.srcset.webp, image.srcset.avif])
      expect(urlsOf(list).map(([, one]) => one)).toEqual(widths);
  });

  it("is turned as its camera was, and loses position, camera and profile", async () => {
    const file = await picture({ width: 600, height: 400 })
      .withExif({
        IFD0: { Make: "SecretCamera" },
        IFD3: {
          GPSLatitudeRef: "N",
          GPSLatitude: "51/1 30/1 0/1",
          GPSLongitudeRef: "W",
          GPSLongitude: "0/1 7/1 0/1",
        },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(file.includes("SecretCamera")).toBe(true);
    const image = await process(file);
    expect(image).toMatchObject({ status: "ready", width: 400, height: 600 });
    for (const [url = ""] of [image.srcset.webp, image.srcset.avif].flatMap(urlsOf)) {
      const { body } = await fetched(url);
      const found: Metadata = await sharp(body).metadata();
      expect([found.exif, found.xmp, found.iptc, found.icc, found.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(body.includes("SecretCamera")).toBe(false);
      // Orientation 6: the left side of the stored picture is the top.
      expect(await colorAt(body, 0.5, 0.1)).toBe("red");
      expect(await colorAt(body, 0.5, 0.9)).toBe("blue");
    }
  });

  it("in CMYK becomes sRGB", async () => {
    const file = await picture().toColorspace("cmyk").jpeg().toBuffer();
    expect((await sharp(file).metadata()).space).toBe("cmyk");
    const image = await process(file);
    expect(image.status).toBe("ready");
    const { body } = await fetched(image.url);
    expect((await sharp(body).metadata()).space).toBe("srgb");
    expect([await colorAt(body, 0.1, 0.5), await colorAt(body, 0.9, 0.5)]).toEqual(["red", "blue"]);
  });

  it.each(["png", "webp", "avif"] as const)(
    "may be a %s, whatever its declared type, and stays transparent",
    async (format) => {
      const background = { r: 255, g: 0, b: 0, alpha: 0.5 };
      const file = await sharp({ create: { width: 40, height: 40, channels: 4, background } })
        .toFormat(format)
        .toBuffer();
      const image = await process(file);
      expect(image).toMatchObject({ status: "ready", width: 40 });
      const { body } = await fetched(image.url);
      expect((await sharp(body).metadata()).hasAlpha).toBe(true);
    },
  );

  it("has the same copies after its message came twice, at once or later", async () => {
    const file = await picture().png().toBuffer();
    const id = await upload(file);
    await Promise.all([1, 2, 3].map(() => Images.process(context(), keyOf(id)).catch(() => {})));
    const image = await find(id);
    expect(image.status).toBe("ready");
    await Bucket.write(context(), keyOf(id), await picture({ width: 99 }).png().toBuffer(), {
      contentType: "image/png",
      cacheControl: "",
    });
    await Images.process(context(), keyOf(id));
    expect(await find(id)).toEqual(image);
    expect(await isStored(keyOf(id))).toBe(false);
  });
});

describe("a bad file", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
  const noImage = /not a PNG, JPEG, WebP or AVIF/;
  const cases: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
    ["an SVG with a script", () => Buffer.from(svg), noImage],
    ["HTML named .png", () => Buffer.from("<!doctype html><script>alert(1)</script>"), noImage],
    [
      "an SVG after the first bytes of a PNG",
      () => Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, "latin1"),
      /damaged/,
    ],
    ["an empty file", () => Buffer.alloc(0), /empty/],
    ["a GIF", () => picture().gif().toBuffer(), noImage],
    ["a JPEG without its second half", () => half(noise().jpeg()), /damaged/],
    ["a PNG without its second half", () => half(noise().png()), /damaged/],
    ["a WebP without its second half", () => half(noise().webp()), /damaged/],
    ["an AVIF without its second half", () => half(noise().avif({ effort: 0 })), /damaged/],
    ["a PNG with a row of its thousand", () => png({ width: 1_000, height: 1_000, rows: 1 }), /damaged/],
    ["30,000 × 30,000 pixels", () => png({ width: 30_000, height: 30_000 }), /at most 50 megapixels/],
    [
      "a header of 2³¹ − 1 pixels a side",
      () => png({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, rows: 0 }),
      /./,
    ],
    ["a side of 16,001 pixels", () => png({ width: 1, height: 16_001 }), /No side may have more than 16000/],
    ["an animation", animation, /animation/],
  ];
  it.each(cases)("is refused with a reason: %s", async (_, make, reason) => {
    const image = await process(await make());
    expect(image).toMatchObject({ status: "refused", width: null, height: null, url: null, srcset: null });
    expect(image.reason).toMatch(reason);
    expect(await isStored(keyOf(image.id))).toBe(false);
    // The same process goes on.
    expect((await process(await picture({ width: 8, height: 8 }).png().toBuffer())).status).toBe("ready");
  });

  it("is refused after several attempts, if each of them has ended without a result", async () => {
    const id = await upload(await picture().png().toBuffer());
    await run("update image set attempts = 4 where id = :id", { id });
    await Images.process(context(), keyOf(id));
    expect((await find(id)).reason).toMatch(/after several attempts/);
  });

  it("is left alone if it is not an upload", async () => {
    for (const key of ["uploads/../images/x", "images/img_01JD8Z7K3M5N9P2Q4R6S8T0V1W", "uploads/x"])
      await Images.process(context(), key);
  });
});

it("an image becomes ready although a first attempt died after any of its calls", async () => {
  const file = await picture({ width: 330 }).png().toBuffer();
  const whole = context();
  const first = await upload(file);
  await Images.process(whole, keyOf(first));
  const hashes = ({ url, srcset }: { url: string; srcset: object }, id: string) =>
    JSON.stringify([url, srcset]).replaceAll(id, "");
  const wanted = hashes(await find(first), first);
  expect(whole.calls.length).toBe(8);
  for (let after = 1; after <= whole.calls.length; after++) {
    const id = await upload(file);
    await expect(Images.process(dying(after), keyOf(id))).rejects.toThrow("died");
    await Images.process(context(), keyOf(id));
    const image = await find(id);
    expect([after, image.status, hashes(image, id)]).toEqual([after, "ready", wanted]);
    expect(await isStored(keyOf(id))).toBe(false);
  }
});

/** A request that dies when this many of its calls to stores have taken effect. */
function dying(after: number): Context {
  let made = 0;
  const push = () => {
    if (++made >= after) throw new Error("died");
    return made;
  };
  return { ...context(), calls: Object.assign([], { push }) };
}

const noise = () =>
  sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  });

async function half(file: Sharp): Promise<Buffer> {
  const whole = await file.toBuffer();
  return whole.subarray(0, whole.length / 2);
}

async function animation(): Promise<Buffer> {
  const frames = Buffer.alloc(10 * 30 * 3, 200).fill(20, 0, 300);
  return sharp(frames, { raw: { width: 10, height: 30, channels: 3, pageHeight: 10 } })
    .webp({ loop: 0 })
    .toBuffer();
}

async function colorAt(file: Buffer, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
  if (red > 200 && green < 80 && blue < 80) return "red";
  return blue > 100 && red < 110 && green < 120 ? "blue" : `${red} ${green} ${blue}`;
}
