import { buttons, cloth, pair, ribs, seam, shade } from "./pen.ts";

/** The left half of a neckline, from its middle to the shoulder. */
const neck = {
  crew: "M301 222Q254 222 236 176",
  scoop: "M301 268Q240 258 232 178",
  vee: "M301 288L236 176",
  closed: "M301 204L236 176",
};

/** From the shoulder by way of the sleeve to the middle of the hem. */
const body = {
  short: "L158 210Q130 222 118 250L62 372L142 414L170 350Q177 500 169 652Q240 663 301 663",
  long: "L160 210Q132 222 122 254L64 590Q96 606 129 606L172 376Q177 520 170 652Q240 663 301 663",
  none: "L186 197Q198 296 158 352Q173 500 169 652Q240 663 301 663",
};

const back = shade("M236 176Q300 194 364 176L300 296Z");
const armhole = seam("M160 211Q178 280 171 360");
const hem = seam("M170 636Q240 647 301 647");
const tee =
  back +
  pair(
    cloth(neck.crew + body.short) +
      seam("M223 182Q248 240 301 240") +
      armhole +
      hem +
      seam("M72 352L151 394"),
  );
const cuff = seam("M69 558L134 576");
const ribbing = pair(
  seam("M67 570L132 588M170 622Q240 632 301 632") +
    ribs(176, 301, 632, 654) +
    seam("M84 576L81 594M98 580L96 600M114 584L111 602"),
);
const sweater =
  back + pair(cloth(neck.crew + body.long) + seam("M221 183Q246 244 301 244") + armhole) + ribbing;
const collar = shade("M236 172Q300 152 364 172L300 216Z") + pair(cloth("M237 168L301 214L262 268L220 186Z"));
const placket = seam("M286 224V661M314 224V661") + buttons(300, 262, 614, 6);
const shirt = pair(cloth(neck.closed + body.long) + armhole + cuff + hem) + placket;
const shortShirt = pair(cloth(neck.closed + body.short) + armhole + hem + seam("M74 350L152 392")) + placket;
const pocket = (x: number) => cloth(`M${x} 326h74v66l-37 16l-37 -16Z`);
const flap = (x: number) =>
  pocket(x) + cloth(`M${x - 3} 322h80v22l-40 14l-40 -14Z`) + buttons(x + 37, 346, 346, 1);
const cable = (x: number) =>
  seam(
    Array.from(
      { length: 8 },
      (_, i) => `M${x} ${262 + i * 44}q26 22 0 44M${x + 22} ${262 + i * 44}q-26 22 0 44`,
    ).join(""),
  );

/** What is worn above the waist and under a coat. */
export const tops = {
  tee,
  "v-neck-tee":
    back +
    pair(cloth(neck.vee + body.short) + seam("M221 183L301 312") + armhole + hem + seam("M72 352L151 394")),
  "pocket-tee": tee + cloth("M342 300h72v70l-36 16l-36 -16Z") + seam("M342 316h72"),
  "scoop-neck-tee":
    shade("M232 178Q300 196 368 178Q358 258 300 266Q242 258 232 178Z") +
    pair(
      cloth(neck.scoop + body.short) +
        seam("M218 184Q230 282 301 286") +
        armhole +
        hem +
        seam("M72 352L151 394"),
    ),
  "long-sleeve-tee":
    back + pair(cloth(neck.crew + body.long) + seam("M223 182Q248 240 301 240") + armhole + hem + cuff),
  henley:
    back +
    pair(cloth(neck.crew + body.long) + seam("M223 182Q248 240 301 240") + armhole + hem + cuff) +
    seam("M284 240V344H316V240") +
    buttons(300, 260, 326, 3),
  shirt: shirt + collar + cloth("M346 330h68v62l-34 16l-34 -16Z"),
  "work-shirt": shirt + collar + flap(190) + flap(336),
  "band-shirt":
    shirt +
    shade("M236 170Q300 150 364 170L300 208Z") +
    pair(cloth("M301 206Q262 196 238 160L226 178Q252 222 301 226Z")),
  "short-shirt": shortShirt + collar + cloth("M346 330h68v62l-34 16l-34 -16Z"),
  "camp-shirt":
    shortShirt +
    shade("M236 172Q300 152 364 172L300 290Z") +
    pair(cloth("M237 168L301 290L252 306L248 262L212 258L218 186Z")),
  sweater,
  "v-neck-sweater": back + pair(cloth(neck.vee + body.long) + seam("M219 184L301 316") + armhole) + ribbing,
  turtleneck:
    pair(cloth(neck.closed + body.long) + armhole) +
    ribbing +
    cloth("M240 116Q300 104 360 116Q358 150 370 182Q300 214 230 182Q242 150 240 116Z") +
    seam("M240 150Q300 166 360 150") +
    ribs(246, 354, 158, 190),
  "cable-sweater": sweater + [206, 289, 372].map(cable).join(""),
  vest:
    back +
    pair(
      cloth(neck.vee + body.none) +
        seam("M219 184L301 316M202 190Q214 300 168 366M170 622Q240 632 301 632") +
        ribs(176, 301, 632, 654),
    ),
  "half-zip":
    pair(cloth(neck.closed + body.long) + armhole) +
    ribbing +
    shade("M238 140Q300 124 362 140L300 230Z") +
    pair(cloth("M301 226Q258 190 240 134L224 182Q250 226 301 240Z")) +
    seam("M290 236V400H310V236M300 236V400") +
    `<path class="metal" d="M295 392h10v26h-10Z"/>`,
  cardigan:
    shade("M236 176Q300 194 364 176L300 420Z") +
    pair(
      cloth(`M301 400L236 176${body.long}`) +
        armhole +
        seam("M219 184L284 420V661") +
        cloth("M190 480h76v96h-76Z") +
        seam("M190 498h76"),
    ) +
    seam("M300 410V661") +
    buttons(307, 440, 610, 5) +
    ribbing,
};
