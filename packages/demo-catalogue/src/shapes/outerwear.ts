import { buttons, cloth, metal, move, pair, ribs, seam, shade } from "./pen.ts";

const jacket =
  "M301 214L236 172L156 208Q126 220 116 254L54 586Q88 604 124 604L168 390Q174 520 164 650Q240 660 301 660";
const short =
  "M301 214L236 172L156 208Q126 220 116 254L54 586Q88 604 124 604L168 390Q172 500 166 592Q240 600 301 600";
const coat =
  "M301 214L236 172L154 208Q124 220 114 254L58 600Q92 618 128 618L168 400Q166 540 140 792Q230 804 301 804";
const armhole = seam("M157 209Q178 290 168 400");
const cuff = seam("M60 552L131 570");
const coatCuff = seam("M66 552L136 570");
const nape = shade("M236 172Q300 152 364 172L300 240Z");
const collar = nape + pair(cloth("M237 166L301 222L256 284L212 190Z"));
const front = seam("M300 222V658");
const pocket = (x: number, y: number, width: number, height: number) =>
  cloth(`M${x} ${y}h${width}v${height}h-${width}Z`);
const flapped = (x: number, y: number, width: number, height: number) =>
  pocket(x, y, width, height) + pocket(x - 3, y - 6, width + 6, 26);
const lapels =
  shade("M236 172Q300 154 364 172L300 432Z") +
  pair(cloth("M236 166L301 434Q246 356 206 292L234 268L204 254L216 186Z"));
const belt =
  cloth("M166 452Q300 466 434 452V488Q300 502 166 488Z") +
  metal("M278 450h44v50h-44Z") +
  shade("M287 461h26v28h-26Z");

/** What is worn over the rest. */
export const outerwear = {
  "chore-jacket":
    pair(cloth(jacket) + armhole + cuff) +
    front +
    collar +
    buttons(310, 300, 612, 5) +
    pocket(340, 316, 72, 80) +
    pair(pocket(180, 496, 92, 108)),
  bomber:
    pair(
      cloth(short) +
        armhole +
        seam("M62 548L131 566M167 556Q240 564 301 564") +
        ribs(172, 301, 562, 594) +
        seam("M78 556L74 588M96 560L92 596M112 564L108 598M186 452L220 524"),
    ) +
    nape +
    pair(cloth("M301 214Q256 196 238 156L222 182Q252 226 301 236Z")) +
    seam("M294 226V600M306 226V600") +
    metal("M295 300h10v28h-10Z"),
  trucker:
    pair(
      cloth(short) +
        armhole +
        cuff +
        seam("M166 308H290M168 560Q240 568 288 568M188 330L214 556M262 330L240 562") +
        cloth("M186 300h76v20l-38 20l-38 -20Z") +
        buttons(224, 322, 322, 1),
    ) +
    seam("M288 226V600M314 226V600") +
    collar +
    buttons(301, 262, 584, 6),
  "field-jacket":
    pair(
      cloth(jacket) +
        armhole +
        cuff +
        flapped(188, 318, 76, 76) +
        flapped(178, 500, 92, 104) +
        seam("M168 462Q240 470 288 470"),
    ) +
    seam("M288 226V658M314 226V658") +
    collar +
    buttons(301, 300, 626, 6),
  blazer:
    pair(cloth(jacket) + armhole) +
    pair(flapped(180, 496, 88, 100)) +
    seam("M301 434V660") +
    lapels +
    buttons(308, 462, 540, 2) +
    seam("M370 342L416 335") +
    pair(buttons(78, 540, 580, 3)),
  overcoat: move(
    0,
    -92,
    pair(cloth(coat) + armhole + coatCuff + cloth("M184 520l84 10v24l-84 -10Z")) +
      seam("M301 434V802") +
      lapels +
      buttons(309, 466, 664, 4),
  ),
  trench: move(
    0,
    -92,
    pair(
      cloth(coat) + armhole + seam("M68 540L138 556M71 522L141 538") + cloth("M190 540l60 14l-4 22l-60 -14Z"),
    ) +
      seam("M322 420L330 800") +
      lapels +
      pair(buttons(262, 408, 408, 1) + buttons(258, 540, 640, 2)) +
      belt,
  ),
  parka: move(
    0,
    -60,
    shade("M206 176Q210 84 300 82Q390 84 394 176L300 300Z") +
      pair(cloth(coat) + armhole + coatCuff + flapped(180, 540, 86, 108) + seam("M150 700Q240 712 288 712")) +
      pair(cloth("M301 92Q214 92 204 178Q228 240 301 262Q250 208 256 164Q268 128 301 126Z")) +
      seam("M288 262V800M314 262V800") +
      metal("M296 300h10v28h-10Z") +
      buttons(301, 380, 740, 5),
  ),
};
