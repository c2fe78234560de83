import { buttons, cloth, pair, ribs, seam, shade } from "./pen.ts";

const flared = "Q190 330 196 396Q150 560 116 728Q210 748 301 748";
const straight = "Q184 420 158 700Q230 712 301 712";
const sleeve = "L176 132Q150 142 140 166L100 258L166 290L186 240";
const arm = "L176 132Q146 142 138 172L92 486Q118 500 148 500L186 270";
const back = shade("M240 106Q300 124 360 106L300 240Z");
const armhole = seam("M177 133Q192 190 186 250");
const crew = "M301 148Q256 148 240 106";
const vee = "M301 250L240 106";
const waist = seam("M196 396Q250 404 301 404");
const folds = seam("M232 420Q216 580 200 724M276 420Q270 580 266 734");
const tie = cloth("M195 384Q300 396 405 384V416Q300 428 195 416Z");

export const dresses = {
  "shirt-dress":
    pair(
      cloth(`M301 138L240 106${sleeve}${flared}`) +
        armhole +
        seam("M236 430Q216 580 198 726M108 240L174 272"),
    ) +
    seam("M286 154V747M314 154V747") +
    buttons(300, 190, 690, 8) +
    tie +
    shade("M240 102Q300 84 360 102L300 146Z") +
    pair(cloth("M241 98L301 144L264 196L224 116Z")),
  "wrap-dress":
    back +
    pair(cloth(`${vee}${sleeve}${flared}`) + armhole + seam("M228 430Q206 580 180 724M108 240L174 272")) +
    seam("M360 106L228 398M352 420Q390 560 372 736") +
    tie +
    cloth("M372 388q34 40 26 130l-24 -4q4 -70 -24 -112Z"),
  "slip-dress":
    pair(cloth("M232 190L250 88L257 89L242 190Z")) +
    shade("M236 190Q300 214 364 190L300 250Z") +
    pair(
      cloth("M301 246Q262 232 238 186Q222 220 202 232Q200 330 204 380Q176 560 150 730Q230 750 301 750") +
        seam("M210 300Q250 326 301 318M240 400Q222 580 214 732"),
    ),
  "tee-dress":
    back +
    pair(
      cloth(`${crew}${sleeve}${straight}`) +
        armhole +
        seam("M228 112Q250 166 301 166M160 682Q230 694 301 694M108 240L174 272M178 430L190 500"),
    ),
  "sweater-dress":
    back +
    pair(
      cloth(`${crew}${arm}${straight}`) +
        armhole +
        seam("M226 113Q248 170 301 170M96 460L152 474M161 668Q230 680 301 680") +
        ribs(166, 301, 678, 704),
    ),
  "midi-dress":
    shade("M232 112Q300 132 368 112V194H232Z") +
    pair(
      cloth(`M301 190H236L232 110L198 122Q206 190 184 240${flared}`) +
        waist +
        folds +
        seam("M250 196Q240 300 246 398"),
    ),
  pinafore:
    pair(
      cloth("M238 200L226 92L250 90L262 200") +
        cloth(`M301 196H226Q222 300 198 340${flared}`) +
        waist +
        folds +
        buttons(248, 216, 216, 1) +
        seam("M232 214H301M206 460L238 520"),
    ) +
    cloth("M262 250h76v70h-76Z") +
    seam("M262 266h76"),
};
