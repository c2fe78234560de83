import { links } from "@myclothes/core/links";
import { catalogue, extraProduct, image, imagePaths } from "@myclothes/demo-catalogue";
import { expect, it } from "vitest";
import { seedImages } from "../../../packages/local/src/seed/images.ts";

it("stores the image of every product, as the laptop draws it, and again without harm", async () => {
  for (let i = 0; i < 2; i++) expect(await seedImages()).toBe(imagePaths().length);
  const extra = Array.from({ length: 200 }, (_, i) => extraProduct(i));
  const used = [...catalogue().products, ...extra].flatMap((product) => product.images.map(({ url }) => url));
  expect(imagePaths()).toEqual(expect.arrayContaining([...new Set(used)]));
  for (const url of [used[0] ?? "", imagePaths().at(-1) ?? ""]) {
    const response = await fetch(`${links.Images.url}${url}`);
    expect(response.headers.get("content-type")).toBe("image/svg+xml");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await response.text()).toBe(image(url));
  }
});
