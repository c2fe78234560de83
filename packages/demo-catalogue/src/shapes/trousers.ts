import { buttons, cloth, pair, seam } from "./pen.ts";

const straight = "M301 100H204Q188 300 166 706Q216 716 270 712L301 320";
const wide = "M301 100H212Q186 260 118 712Q204 724 286 718L301 320";
const easy = "M301 100H206Q178 300 150 708Q206 718 268 714L301 330";
const band = seam("M203 136H301");
const hem = seam("M168 684Q216 694 272 690");
const slant = seam("M240 138L196 224");
const fly = seam("M300 136V318M322 138Q326 240 300 262");
const loops = cloth("M236 94h14v48h-14Z");
const button = buttons(300, 118, 118, 1);

/** What is worn from the waist down. */
export const trousers = {
  trousers: pair(cloth(straight) + band + slant + loops + hem) + fly + button,
  jeans:
    pair(
      cloth(straight) +
        band +
        seam("M256 138Q250 196 194 200M210 140Q206 180 198 196M182 690L193 330") +
        loops +
        hem,
    ) +
    fly +
    button,
  "pleated-trousers":
    pair(cloth(straight) + band + slant + loops + seam("M262 138L256 220M244 138L236 700") + hem) +
    fly +
    button,
  "wide-trousers":
    pair(cloth(wide) + band + seam("M240 138L200 224M256 138L214 704M121 690Q204 702 287 696") + loops) +
    fly +
    button,
  "drawstring-trousers":
    pair(
      cloth(easy) +
        seam(
          "M204 144H301M220 104V140M236 104V140M252 104V140M268 104V140M284 104V140M244 150L194 236M152 682Q206 692 270 688",
        ) +
        seam("M298 142Q268 190 276 244"),
    ) + seam("M300 144V328"),
  "cargo-trousers":
    pair(
      cloth(easy) +
        band +
        slant +
        loops +
        seam("M152 682Q206 692 270 688M168 560Q214 548 276 556") +
        cloth("M166 400l84 6l-4 104l-88 -6Z") +
        cloth("M162 392l94 7l-2 30l-94 -7Z"),
    ) +
    fly +
    button,
};
